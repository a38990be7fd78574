namespace Digits.Processing.Import;

/// <summary>
/// Divides samples into train and test so that every class is divided in the same ratio: the train part has the ratio's share of all
/// samples, rounded, and its share of each class to within one sample. Which samples of a class go where is drawn from the seed; the same
/// labels, ratio and seed always give the same split.
/// </summary>
internal static class StratifiedSplit
{
    /// <summary>Says for every sample whether it goes to the test part.</summary>
    /// <param name="classes">The class of each sample; at least two samples, so that each part gets one.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="trainRatio">Share of the train part, above 0 and below 1.</param>
    /// <param name="seed">Any number.</param>
    public static bool[] DrawTest(ReadOnlySpan<ushort> classes, int classCount, double trainRatio, uint seed)
    {
        var left = new int[classCount];
        foreach (var sampleClass in classes)
        {
            left[sampleClass]++;
        }

        var test = new bool[classes.Length];
        var trainLeft = ShareOut(left, classes.Length, trainRatio);
        var state = (ulong)seed;
        for (var index = 0; index < classes.Length; index++)
        {
            // Selection sampling: of the samples left in the class, each is as likely to be among the train samples still wanted.
            var sampleClass = classes[index];
            var train = Draw(ref state, left[sampleClass]) < trainLeft[sampleClass];
            test[index] = !train;
            left[sampleClass]--;
            trainLeft[sampleClass] -= train ? 1 : 0;
        }

        return test;
    }

    // Rounding the running total instead of each class keeps the sum exact.
    private static int[] ShareOut(int[] counts, int total, double ratio)
    {
        var trainTotal = Math.Clamp((long)Math.Round(total * ratio), 1, total - 1);
        var shares = new int[counts.Length];
        long seen = 0;
        for (var sampleClass = 0; sampleClass < counts.Length; sampleClass++)
        {
            var before = trainTotal * seen / total;
            seen += counts[sampleClass];
            shares[sampleClass] = (int)((trainTotal * seen / total) - before);
        }

        return shares;
    }

    // SplitMix64, brought to 0 .. bound - 1 by the high half of a product. System.Random may change between versions of .NET.
    private static int Draw(ref ulong state, int bound)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (int)Math.BigMul(mixed, (ulong)bound, out _);
    }
}
