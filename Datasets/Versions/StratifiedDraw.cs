namespace Digits.Datasets.Versions;

/// <summary>
/// Divides samples in two so that every class is divided in the same ratio: the first side has the ratio's share of all samples, rounded,
/// and its share of each class to within one sample. Which samples of a class go where is drawn from the seed; the same classes, ratio and
/// seed always give the same division.
/// </summary>
internal static class StratifiedDraw
{
    /// <summary>Says for every sample whether it goes to the second side.</summary>
    /// <param name="classes">The class of each sample; at least two samples, so that each side gets one.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="firstRatio">Share of the first side, above 0 and below 1.</param>
    /// <param name="seed">Any number.</param>
    public static bool[] DrawSecond(ReadOnlySpan<ushort> classes, int classCount, double firstRatio, ulong seed)
    {
        var left = new int[classCount];
        foreach (var sampleClass in classes)
        {
            left[sampleClass]++;
        }

        var second = new bool[classes.Length];
        var firstTotal = Math.Clamp((long)Math.Round(classes.Length * firstRatio), 1, classes.Length - 1);
        var firstLeft = ShareOut(left, classes.Length, firstTotal);
        var state = seed;
        for (var index = 0; index < classes.Length; index++)
        {
            // Selection sampling: of the samples left in the class, each is as likely to be among those still wanted.
            var sampleClass = classes[index];
            var first = (int)Math.BigMul(Next(ref state), (ulong)left[sampleClass], out _) < firstLeft[sampleClass];
            second[index] = !first;
            left[sampleClass]--;
            firstLeft[sampleClass] -= first ? 1 : 0;
        }

        return second;
    }

    /// <summary>
    /// Chooses a number of samples so that every group is chosen from in the same ratio, to within one sample. The same groups, number and
    /// seed always give the same choice.
    /// </summary>
    /// <param name="groups">The group of each sample; a negative one is never chosen from.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="wanted">How many samples, from 0 to as many as there are in groups.</param>
    /// <param name="seed">Any number.</param>
    public static bool[] DrawSome(ReadOnlySpan<int> groups, int groupCount, int wanted, ulong seed)
    {
        var left = new int[groupCount];
        var total = 0;
        foreach (var group in groups)
        {
            if (group >= 0)
            {
                left[group]++;
                total++;
            }
        }

        var wantedLeft = ShareOut(left, total, wanted);
        var chosen = new bool[groups.Length];
        var state = seed;
        for (var index = 0; index < groups.Length; index++)
        {
            var group = groups[index];
            if (group >= 0)
            {
                chosen[index] = (int)Math.BigMul(Next(ref state), (ulong)left[group], out _) < wantedLeft[group];
                left[group]--;
                wantedLeft[group] -= chosen[index] ? 1 : 0;
            }
        }

        return chosen;
    }

    // Rounding the running total instead of each class keeps the sum exact.
    private static int[] ShareOut(int[] counts, int total, long firstTotal)
    {
        var shares = new int[counts.Length];
        long seen = 0;
        for (var sampleClass = 0; sampleClass < counts.Length; sampleClass++)
        {
            var before = firstTotal * seen / total;
            seen += counts[sampleClass];
            shares[sampleClass] = (int)((firstTotal * seen / total) - before);
        }

        return shares;
    }

    // SplitMix64. System.Random may change between versions of .NET.
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
