namespace Digits.Imaging.Handwriting;

/// <summary>The distortion by one hand, which bends, slants and trembles: the same for all strokes of a character, different for each image.</summary>
internal sealed class Distortion
{
    private const double AspectSpread = 0.26;
    private const double Trapezoid = 0.08;
    private const double Proportion = 0.15;

    // Most hands lean to the right.
    private const double SlantMean = 0.18;
    private const double Slant = 0.25;

    // In turns; this is about six degrees.
    private const double Rotation = 0.016;

    private const int Waves = 4;
    private const double WaveHeight = 0.018;
    private const double TremorHeight = 0.006;

    // The numbers of waves of the tremor along a stroke.
    private static readonly double[] TremorCounts = [2, 4, 7];

    private readonly Wave[] _waves = new Wave[Waves];
    private readonly Wave[] _tremor = new Wave[TremorCounts.Length];
    private readonly double _aspect;
    private readonly double _trapezoid;
    private readonly double _proportion;
    private readonly double _slant;
    private readonly double _sin;
    private readonly double _cos;

    public Distortion(Dice dice)
    {
        _aspect = dice.Factor(AspectSpread);
        _trapezoid = dice.Normal(Trapezoid);
        _proportion = dice.Normal(Proportion);
        _slant = SlantMean + dice.Normal(Slant);
        var turns = dice.Normal(Rotation);
        (_sin, _cos) = (ExactMath.Sin(turns), ExactMath.Cos(turns));
        for (var i = 0; i < Waves; i++)
        {
            _waves[i] = new Wave(dice.Normal(0.8), dice.Normal(0.8), dice.Between(0, 1), dice.Normal(WaveHeight), dice.Normal(WaveHeight));
        }

        for (var i = 0; i < TremorCounts.Length; i++)
        {
            _tremor[i] = new Wave(TremorCounts[i], 0, dice.Between(0, 1), dice.Normal(TremorHeight), dice.Normal(TremorHeight));
        }
    }

    /// <summary>Moves every point of a track.</summary>
    public void Apply(Span<PenPoint> track)
    {
        foreach (ref var point in track)
        {
            var (x, y) = (point.X - 0.4, point.Y - 0.5);
            foreach (var wave in _waves)
            {
                var height = wave.At(x, y);
                x += wave.X * height;
                y += wave.Y * height;
            }

            foreach (var wave in _tremor)
            {
                var height = wave.At(point.Position, 0);
                x += wave.X * height;
                y += wave.Y * height;
            }

            x *= _aspect * (1 + (2 * _trapezoid * y));
            y += _proportion * (0.25 - (y * y));
            x -= _slant * y;
            point.X = (x * _cos) - (y * _sin);
            point.Y = (x * _sin) + (y * _cos);
        }
    }

    /// <summary>A plane sine wave that displaces points by up to <paramref name="X"/> and <paramref name="Y"/>.</summary>
    private readonly record struct Wave(double AlongX, double AlongY, double Phase, double X, double Y)
    {
        public double At(double x, double y) => ExactMath.Sin((AlongX * x) + (AlongY * y) + Phase);
    }
}
