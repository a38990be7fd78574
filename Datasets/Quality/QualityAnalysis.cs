using System.Buffers;

namespace Digits.Datasets.Quality;

/// <summary>Examines all samples of a version: each image by itself, then how they compare.</summary>
/// <remarks>About 150 bytes of each sample are in memory, never its image: 150 MB for a million samples.</remarks>
internal sealed class QualityAnalysis
{
    private readonly IExaminedSamples _samples;
    private readonly CoarseImages _coarse;
    private readonly UInt128[] _hashes;

    private QualityAnalysis(IExaminedSamples samples)
    {
        _samples = samples;
        Table = new SampleTable(samples);
        Measures = new ImageMeasure[Table.Count];
        _coarse = new CoarseImages(Table.Count, samples.Shape);
        _hashes = new UInt128[Table.Count];
    }

    public SampleTable Table { get; }

    /// <summary>What each image measures, by row.</summary>
    public ImageMeasure[] Measures { get; }

    /// <summary>Rows with equal images, group by group.</summary>
    public IReadOnlyList<List<int>> Equal { get; private set; } = [];

    /// <summary>Rows of one part with images that hardly differ, group by group.</summary>
    public IReadOnlyList<List<int>> NearWithin { get; private set; } = [];

    /// <summary>Rows of different parts with images that are equal or hardly differ, group by group.</summary>
    public IReadOnlyList<List<int>> NearAcross { get; private set; } = [];

    /// <summary>Runs on the calling thread and helpers of its own.</summary>
    public static QualityAnalysis Run(IExaminedSamples samples, CancellationToken cancellationToken)
    {
        var analysis = new QualityAnalysis(samples);
        analysis.Measure(cancellationToken);
        analysis.Compare(cancellationToken);
        return analysis;
    }

    private void Measure(CancellationToken cancellationToken)
    {
        Parallel.ForEach(
            Blocks.Of(Table.Count),
            Blocks.Options(cancellationToken),
            () => new ImageExaminer(_samples.Shape),
            (block, _, examiner) =>
            {
                Measure(block.First, block.End - block.First, examiner);
                return examiner;
            },
            _ => { });
    }

    private void Measure(int first, int count, ImageExaminer examiner)
    {
        var size = _samples.Shape.Size;
        var numbers = Table.Numbers.AsSpan(first, count);
        _samples.ReadHashes(numbers, _hashes.AsSpan(first, count));
        var pixels = ArrayPool<byte>.Shared.Rent(count * size);
        try
        {
            _samples.ReadPixels(numbers, pixels.AsSpan(0, count * size));
            for (var i = 0; i < count; i++)
            {
                var image = pixels.AsSpan(i * size, size);
                Measures[first + i] = examiner.Examine(image);
                _coarse.Set(first + i, image);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private void Compare(CancellationToken cancellationToken)
    {
        var (groups, distinct) = EqualImages.Find(_hashes, Measures);
        var near = new NearDuplicates(_samples, Table, _coarse);
        near.Find(distinct, cancellationToken);
        foreach (var group in groups.Where(group => group.Exists(row => Table.PartOf(row) != Table.PartOf(group[0]))))
        {
            group.ForEach(row => near.Across.Join(group[0], row));
        }

        Equal = groups;
        NearWithin = near.Within.Groups();
        NearAcross = near.Across.Groups();
    }
}

/// <summary>Stretches of rows that threads take in turn.</summary>
internal static class Blocks
{
    private const int Size = 512;

    public static IEnumerable<(int First, int End)> Of(int count)
    {
        for (var first = 0; first < count; first += Size)
        {
            yield return (first, Math.Min(count, first + Size));
        }
    }

    public static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
}

/// <summary>Sorts the rows of a version by image.</summary>
internal static class EqualImages
{
    /// <summary>The rows with images that others have too, group by group, and one row of every image that is not blank.</summary>
    public static (List<List<int>> Groups, int[] Distinct) Find(UInt128[] hashes, ImageMeasure[] measures)
    {
        // Blank images are all equal, and a finding of their own.
        int[] order = [.. Enumerable.Range(0, hashes.Length).Where(row => !measures[row].Faults.HasFlag(ImageFaults.Blank))];
        var keys = Array.ConvertAll(order, row => hashes[row]);
        Array.Sort(keys, order);

        var groups = new List<List<int>>();
        var distinct = new List<int>(order.Length);
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && keys[end] == keys[first])
            {
                end++;
            }

            var group = order[first..end];
            Array.Sort(group);
            distinct.Add(group[0]);
            if (group.Length > 1)
            {
                groups.Add([.. group]);
            }

            first = end;
        }

        distinct.Sort();
        groups.Sort((a, b) => a[0].CompareTo(b[0]));
        return (groups, [.. distinct]);
    }
}
