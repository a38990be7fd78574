using System.Runtime.InteropServices;

namespace Digits.Datasets.Versions;

/// <summary>
/// Gives every sample its part. Equal images come into one part: where samples say different parts, test goes before validation and
/// validation before train, so that no validation or test image leaks into training. Samples without a part are drawn, every class in the same
/// ratio, and every class that is drawn has at least one sample in the train part.
/// </summary>
internal static class PartAssignment
{
    // Keeps the draw of the validation part apart from that of the test part.
    private const ulong ValidationPurpose = 1UL << 32;

    /// <summary>Fills in the parts.</summary>
    /// <param name="hashes">The hash of each sample's image.</param>
    /// <param name="classes">The class of each sample.</param>
    /// <param name="parts">The part that each sample says, or unspecified; afterwards the one that it has.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="rule">The ratios and the seed.</param>
    /// <param name="trained">Classes that other samples of the train part have; null for none.</param>
    /// <returns>How many samples did not keep the part that they said.</returns>
    public static int Assign(
        ReadOnlySpan<UInt128> hashes,
        ReadOnlySpan<ushort> classes,
        Span<Part> parts,
        int classCount,
        SplitRule rule,
        IReadOnlySet<ushort>? trained = null)
    {
        var leaders = FindLeaders(hashes);
        var moved = Unite(leaders, parts);
        var open = new List<int>();
        for (var sample = 0; sample < parts.Length; sample++)
        {
            if (leaders[sample] == sample && parts[sample] == Part.Unspecified)
            {
                open.Add(sample);
            }
        }

        var drawn = new bool[parts.Length];
        open.ForEach(sample => drawn[sample] = true);
        var hasTest = parts.Contains(Part.Test);
        var hasValidation = parts.Contains(Part.Validation);
        if (!hasTest)
        {
            open = Draw(open, classes, parts, classCount, Part.Test, rule.TrainRatio, rule.Seed);
        }

        Fill(open, parts, Part.Train);
        if (!hasValidation && rule.ValidationRatio > 0)
        {
            var share = hasTest ? rule.ValidationRatio : rule.ValidationRatio / rule.TrainRatio;
            var train = Enumerable.Range(0, parts.Length).ToList();
            Select(train, leaders, parts);
            Draw(train, classes, parts, classCount, Part.Validation, 1 - share, rule.Seed | ValidationPurpose);
            train.ForEach(sample => drawn[sample] = true);
        }

        TrainEveryClass(leaders, classes, parts, drawn, trained is null ? [] : [.. trained]);

        for (var sample = 0; sample < parts.Length; sample++)
        {
            parts[sample] = parts[leaders[sample]];
        }

        return moved;
    }

    /// <summary>The part that a single sample is drawn into: by its image alone, so that it is the same whenever it comes.</summary>
    public static Part Draw(UInt128 hash, SplitRule rule)
    {
        var position = (double)(ulong)(hash >> 64) / ulong.MaxValue;
        return position >= rule.TrainRatio ? Part.Test : position < rule.ValidationRatio ? Part.Validation : Part.Train;
    }

    // A test of a class that nothing was learned about says nothing, so the first sample of such a class goes to the train part.
    private static void TrainEveryClass(
        int[] leaders, ReadOnlySpan<ushort> classes, Span<Part> parts, bool[] drawn, HashSet<ushort> trained)
    {
        for (var sample = 0; sample < parts.Length; sample++)
        {
            if (parts[leaders[sample]] == Part.Train)
            {
                trained.Add(classes[sample]);
            }
        }

        for (var sample = 0; sample < parts.Length; sample++)
        {
            if (drawn[leaders[sample]] && trained.Add(classes[sample]))
            {
                parts[leaders[sample]] = Part.Train;
            }
        }
    }

    // The first sample with the same image, for each.
    private static int[] FindLeaders(ReadOnlySpan<UInt128> hashes)
    {
        var firsts = new Dictionary<UInt128, int>(hashes.Length);
        var leaders = new int[hashes.Length];
        for (var sample = 0; sample < hashes.Length; sample++)
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(firsts, hashes[sample], out var known);
            first = known ? first : sample;
            leaders[sample] = first;
        }

        return leaders;
    }

    // Brings the strongest part of each group to its leader, and counts whom that moves.
    private static int Unite(int[] leaders, Span<Part> parts)
    {
        var said = parts.ToArray();
        for (var sample = 0; sample < leaders.Length; sample++)
        {
            ref var leading = ref parts[leaders[sample]];
            leading = Rank(parts[sample]) > Rank(leading) ? parts[sample] : leading;
        }

        var moved = 0;
        for (var sample = 0; sample < leaders.Length; sample++)
        {
            moved += said[sample] != Part.Unspecified && said[sample] != parts[leaders[sample]] ? 1 : 0;
        }

        return moved;
    }

    private static int Rank(Part part) => part switch { Part.Test => 3, Part.Validation => 2, Part.Train => 1, _ => 0 };

    private static void Select(List<int> samples, int[] leaders, Span<Part> parts)
    {
        var kept = new List<int>(samples.Count);
        foreach (var sample in samples)
        {
            if (leaders[sample] == sample && parts[sample] == Part.Train)
            {
                kept.Add(sample);
            }
        }

        samples.Clear();
        samples.AddRange(kept);
    }

    private static void Fill(List<int> samples, Span<Part> parts, Part part)
    {
        foreach (var sample in samples)
        {
            parts[sample] = part;
        }
    }

    // Puts a share of the samples into a part and returns the others.
    private static List<int> Draw(
        List<int> samples, ReadOnlySpan<ushort> classes, Span<Part> parts, int classCount, Part part, double othersRatio, ulong seed)
    {
        if (samples.Count < 2)
        {
            return samples;
        }

        var drawnClasses = new ushort[samples.Count];
        for (var index = 0; index < drawnClasses.Length; index++)
        {
            drawnClasses[index] = classes[samples[index]];
        }

        var drawn = StratifiedDraw.DrawSecond(drawnClasses, classCount, othersRatio, seed);
        var others = new List<int>(samples.Count);
        for (var index = 0; index < drawn.Length; index++)
        {
            if (drawn[index])
            {
                parts[samples[index]] = part;
            }
            else
            {
                others.Add(samples[index]);
            }
        }

        return others;
    }
}

/// <summary>How samples without a part are divided.</summary>
/// <param name="TrainRatio">Share that does not go to the test part, above 0 and below 1.</param>
/// <param name="ValidationRatio">Share that goes to the validation part, out of the former: 0 or above, below it.</param>
/// <param name="Seed">The same samples, ratios and seed give the same parts.</param>
internal sealed record SplitRule(double TrainRatio, double ValidationRatio, uint Seed)
{
    /// <summary>A split, checked.</summary>
    /// <exception cref="RefusalException">A ratio is out of range.</exception>
    public static SplitRule Checked(double trainRatio, double validationRatio, uint seed)
    {
        if (trainRatio is not (> 0 and < 1))
        {
            throw Errors.SplitRatioOutOfRange(trainRatio);
        }

        return validationRatio >= 0 && validationRatio < trainRatio
            ? new SplitRule(trainRatio, validationRatio, seed)
            : throw Errors.ValidationRatioOutOfRange(validationRatio);
    }
}
