using System.Runtime.InteropServices;

namespace Digits.Imaging.Handwriting;

/// <summary>Draws one character after another. Not thread-safe.</summary>
internal sealed class CharacterPainter
{
    // The character's longer side on paper, in pixels; the low end is that of coarse scanners.
    private const double LeastSide = 11;
    private const double MostSide = 34;
    private const int Margin = 3;

    // Some sets of images are stretched to a square or towards it.
    private const double StretchedPart = 0.2;
    private const double LeastStretch = 0.55;
    private const double MostStretch = 1.05;

    // Other sets were stretched after scanning, so that the lines themselves are wider than high.
    private const double WidenedPart = 0.1;
    private const double MostWidening = 0.6;

    // A thinner line would fall between the pixels.
    private const double LeastRadius = 0.7;

    private const double MostBlur = 0.6;
    private const double ThresholdSpread = 0.15;
    // The contrast is 1.5 to 8, with a uniformly distributed logarithm.
    private const double LeastContrast = 1.5;
    private const double ContrastRange = 1.67;

    private readonly List<PenPoint> _track = [];
    private readonly Canvas _canvas = new();

    /// <summary>Draws an image and normalises it.</summary>
    /// <param name="character">What is written.</param>
    /// <param name="dice">The random numbers of the image.</param>
    /// <param name="image">28 by 28 bytes.</param>
    public void Draw(WrittenCharacter character, Dice dice, Span<byte> image)
    {
        CurveTracer.Trace(Sketch.Of(character, dice), _track);
        var track = CollectionsMarshal.AsSpan(_track);
        new Distortion(dice).Apply(track);
        if (dice.Happens(StretchedPart))
        {
            Stretch(track, dice.Between(LeastStretch, MostStretch));
        }

        var box = Box.Around(track);
        new Pen(character.Width, dice).Write(track, Math.Max(box.Width, box.Height), Math.Min(box.Width, box.Height));
        Draw(track, dice.Between(LeastSide, MostSide));
        Normalizer.Normalize(Scan(dice), Normalizer.DefaultSize).Pixels.CopyTo(image);
    }

    private static void Stretch(Span<PenPoint> track, double width)
    {
        var box = Box.Around(track);
        var factor = width * box.Height / Math.Max(box.Width, box.Height * 0.25);
        foreach (ref var point in track)
        {
            point.X *= factor;
        }
    }

    private void Draw(Span<PenPoint> track, double side)
    {
        var box = Box.Around(track, withInk: true);
        var scale = side / Math.Max(box.Width, box.Height);
        foreach (ref var point in track)
        {
            point.X = ((point.X - box.Left) * scale) + Margin;
            point.Y = ((point.Y - box.Top) * scale) + Margin;
            point.Radius = Math.Max(point.Radius * scale, LeastRadius);
        }

        _canvas.Clear((int)(box.Width * scale) + (2 * Margin) + 1, (int)(box.Height * scale) + (2 * Margin) + 1);
        for (var i = 0; i + 1 < track.Length; i++)
        {
            if (!track[i].IsLast && track[i].Ink > 0 && track[i + 1].Ink > 0)
            {
                _canvas.DrawLine(track[i], track[i + 1]);
            }
        }
    }

    private GrayImage Scan(Dice dice)
    {
        _canvas.Blur(dice.Between(0, MostBlur));
        var contrast = LeastContrast * ExactMath.Exp(ContrastRange * dice.Between(0, 1));
        var threshold = Math.Clamp(0.5 + dice.Normal(ThresholdSpread), Math.Max(0.2, 0.5 / contrast), 0.75);
        var scan = new GrayImage(_canvas.Width, _canvas.Height, _canvas.Read(threshold, contrast));
        return dice.Happens(WidenedPart) ? Widen(scan, dice.Between(0, MostWidening)) : scan;
    }

    // Widens an image by some part of the difference to a square.
    private static GrayImage Widen(GrayImage scan, double part)
    {
        var width = scan.Width + (int)(part * Math.Max(0, scan.Height - scan.Width));
        var values = Resampler.Scale(scan, new Region(0, 0, scan.Width, scan.Height), width, scan.Height);
        return new GrayImage(width, scan.Height, Array.ConvertAll(values, value => (byte)MathF.Round(Math.Clamp(value, 0, 255))));
    }
}
