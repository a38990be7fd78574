using Digits.Learning.Data;

namespace Digits.Imaging.Handwriting;

/// <summary>
/// The random numbers of one image. They depend on the seed and on the image's index alone, so images can be drawn in any order.
/// </summary>
internal sealed class Dice(uint seed, uint index)
{
    private readonly SeededRandom _random = new(seed, index);

    /// <summary>From 0 up to, not including, <paramref name="limit"/>.</summary>
    public int Next(int limit) => _random.Next(limit);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    /// <summary>
    /// Approximately normally distributed about 0: the sum of twelve uniform numbers, which is never more than six deviations from 0.
    /// </summary>
    public double Normal(double deviation)
    {
        const int Draws = 12;
        const int PerDraw = 1 << 16;
        var sum = 0L;
        for (var i = 0; i < Draws / 4; i++)
        {
            var bits = _random.NextUInt64();
            sum += (long)((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48));
        }

        return deviation * (sum - (Draws * (PerDraw - 1) / 2)) / PerDraw;
    }

    /// <summary>A log-normally distributed factor; <paramref name="deviation"/> is the standard deviation of its logarithm.</summary>
    public double Factor(double deviation) => ExactMath.Exp(Normal(deviation));

    /// <summary>Between 0 and 1, most often near one of the two (a beta distribution of 1/2 and 1/2).</summary>
    public double NearEnds() => (1 + ExactMath.Cos(Between(0, 0.5))) / 2;

    /// <summary>Between 0 and 1, most often in the middle (a beta distribution of 3/2 and 3/2).</summary>
    public double NearMiddle() => (1 + (Math.Sqrt(Between(0, 1)) * ExactMath.Cos(Between(0, 1)))) / 2;
}
