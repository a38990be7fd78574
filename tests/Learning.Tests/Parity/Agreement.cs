namespace Digits.Learning.Tests.Parity;

/// <summary>Compares what the engine computed in float32 with what PyTorch computed in float64.</summary>
internal static class Agreement
{
    private const double Nothing = 1e-6;

    /// <summary>What to measure a gradient by: its largest value.</summary>
    /// <remarks>
    /// Where all its terms cancel, as those of a bias before a batch norm do, rounding is all there is: then by the largest of all
    /// gradients.
    /// </remarks>
    public static double Scale(float[] gradient, double largest) =>
        gradient.Max(MathF.Abs) is var own && own > Nothing * largest ? own : largest;

    /// <summary>Checks that every value is within <paramref name="share"/> of the largest value that is expected.</summary>
    /// <remarks>
    /// A value is a sum of terms of which the large ones decide the rounding error, also where they cancel: so the error is measured
    /// by the largest value and not by each value itself.
    /// </remarks>
    /// <param name="what">Names the array in the message.</param>
    /// <param name="expected">PyTorch's.</param>
    /// <param name="actual">The engine's.</param>
    /// <param name="share">The error allowed, as a share of <paramref name="largest"/>.</param>
    /// <param name="largest">The largest magnitude; if null, that of <paramref name="expected"/>.</param>
    public static void Check(string what, float[] expected, float[] actual, double share, double? largest = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        var allowed = share * (largest ?? expected.Max(MathF.Abs));
        for (var i = 0; i < expected.Length; i++)
        {
            // Not-a-number is within no distance.
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= allowed,
                $"{what}, value {i}: {actual[i]:R} where PyTorch has {expected[i]:R}; {allowed:G2} apart is allowed");
        }
    }
}
