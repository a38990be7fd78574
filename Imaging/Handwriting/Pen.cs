namespace Digits.Imaging.Handwriting;

/// <summary>The pen of one image, which decides the width and darkness of the line at each point of the track.</summary>
internal sealed class Pen
{
    // Diameters as a share of the character's longer side, from 0.06 to 0.22; their logarithm is most often in the middle.
    private const double Thinnest = 0.06;
    private const double WidthRange = 1.3;

    // The share of images written with felt pens, and how much wider these are at most.
    private const double FatPart = 0.12;
    private const double FatMost = 1.8;

    // A single line looks thinner than it is and is therefore widened by up to this factor.
    private const double StickMost = 1.57;

    private const double WidthSpread = 0.18;
    private const double NibSpread = 0.18;
    private const double MostPressure = 0.25;
    private const double GapPart = 0.03;
    private const double TrimPart = 0.5;
    private const double Trim = 0.06;

    private readonly Dice _dice;
    private readonly double _diameter;
    private readonly LineWidth _width;
    private readonly double _nib;
    private readonly double _nibCos;
    private readonly double _nibSin;
    private readonly double _pressure;

    /// <param name="width">How wide the line of what is written may be.</param>
    /// <param name="dice">The random numbers of the image.</param>
    public Pen(LineWidth width, Dice dice)
    {
        _dice = dice;
        _width = width;
        _diameter = Thinnest * ExactMath.Exp(WidthRange * dice.NearMiddle());
        _diameter *= dice.Happens(FatPart) ? dice.Between(1.2, FatMost) : 1;
        _diameter *= width.IsStick ? dice.Between(1, StickMost) : 1;
        _nib = dice.Normal(NibSpread);
        var direction = dice.Between(0, 1);
        (_nibCos, _nibSin) = (ExactMath.Cos(direction), ExactMath.Sin(direction));
        _pressure = dice.Between(0, MostPressure);
    }

    /// <summary>Sets the radius and the ink of every point.</summary>
    /// <param name="track">Points in place.</param>
    /// <param name="longSide">The longer side of what is written.</param>
    /// <param name="shortSide">Its shorter side.</param>
    public void Write(Span<PenPoint> track, double longSide, double shortSide)
    {
        var diameter = Math.Min(_diameter * longSide, _width.Most(longSide, shortSide));
        while (!track.IsEmpty)
        {
            var length = 1;
            while (!track[length - 1].IsLast)
            {
                length++;
            }

            WriteStroke(track[..length], diameter / 2);
            track = track[length..];
        }
    }

    private void WriteStroke(Span<PenPoint> stroke, double radius)
    {
        var start = _dice.Happens(TrimPart) ? Math.Abs(_dice.Normal(Trim)) : 0;
        var end = 1 - (_dice.Happens(TrimPart) ? Math.Abs(_dice.Normal(Trim)) : 0);
        var gap = _dice.Happens(GapPart) ? _dice.Between(0.15, 0.85) : 2;
        var gapEnd = gap + _dice.Between(0.04, 0.14);
        var (widthPhase, widthCount, width) = (_dice.Between(0, 1), _dice.Between(0.4, 2), _dice.Normal(WidthSpread));
        var (inkPhase, inkCount) = (_dice.Between(0, 1), _dice.Between(0.3, 1.2));
        for (var i = 0; i < stroke.Length; i++)
        {
            ref var point = ref stroke[i];
            var isWritten = point.Position >= start && point.Position <= end && (point.Position < gap || point.Position > gapEnd);
            var wave = width * ExactMath.Sin(widthPhase + (widthCount * point.Position));
            var nib = _nib * NibWidth(stroke[Math.Max(i - 1, 0)], stroke[Math.Min(i + 1, stroke.Length - 1)]);
            point.Radius = radius * ExactMath.Exp(wave + nib);
            point.Ink = isWritten ? 1 - (_pressure * (0.5 + (0.5 * ExactMath.Sin(inkPhase + (inkCount * point.Position))))) : 0;
        }
    }

    // A broad nib draws wide across and thin along its own direction: the cosine of twice the angle between the two.
    private double NibWidth(PenPoint before, PenPoint after)
    {
        var (x, y) = (after.X - before.X, after.Y - before.Y);
        var square = (x * x) + (y * y);
        return square > 0 ? ((((x * x) - (y * y)) * _nibCos) + (2 * x * y * _nibSin)) / square : 0;
    }
}
