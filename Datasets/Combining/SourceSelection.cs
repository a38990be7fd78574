using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Combining;

/// <summary>The samples that a combination takes from one open version, and the labels that they get.</summary>
internal sealed class SourceSelection : IDisposable
{
    private readonly string?[] _labels;
    private readonly int[][] _rows;

    private SourceSelection(VersionReader reader, string?[] labels, int[][] rows)
    {
        Reader = reader;
        _labels = labels;
        _rows = rows;
    }

    /// <summary>The version.</summary>
    public VersionReader Reader { get; }

    /// <summary>How many samples are taken.</summary>
    public int Count => _rows.Sum(rows => rows.Length);

    /// <summary>The new labels of the samples that are taken.</summary>
    public IEnumerable<string> Labels => PartSet.All
        .SelectMany(part => Rows(part).Select(row => Reader.Classes(part)[row]))
        .Distinct()
        .Select(sampleClass => _labels[sampleClass]!);

    /// <summary>The positions, within a part, of the samples that are taken, in order.</summary>
    public IReadOnlyList<int> Rows(Part part) => _rows[PartSet.Slot(part)];

    /// <summary>The new label of a class of the version.</summary>
    public string LabelOf(ushort sampleClass) => _labels[sampleClass]!;

    /// <summary>Chooses the samples: every part and class in the same ratio.</summary>
    /// <param name="reader">The version; closed with the selection.</param>
    /// <param name="source">What is wanted of it.</param>
    /// <param name="seed">The same version, wishes and seed give the same samples.</param>
    /// <exception cref="RefusalException">The version has none of what is wanted.</exception>
    public static SourceSelection Of(VersionReader reader, CombinationSource source, uint seed)
    {
        var labels = NewLabels(reader.Version, source);
        var classCount = labels.Length;
        var groups = new List<int>();
        foreach (var part in PartSet.All)
        {
            foreach (var sampleClass in reader.Classes(part))
            {
                // A group of -1 is left out.
                groups.Add(labels[sampleClass] is null ? -1 : (PartSet.Slot(part) * classCount) + sampleClass);
            }
        }

        var available = groups.Count(group => group >= 0);
        var wanted = Math.Min(Wanted(available, source.Share), source.MaxSamples ?? int.MaxValue);
        if (wanted == 0)
        {
            throw Errors.SourceEmpty(reader.Version, available);
        }

        var taken = StratifiedDraw.DrawSome(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(groups), PartSet.All.Count * classCount, wanted, seed);
        var rows = new int[PartSet.All.Count][];
        var start = 0;
        foreach (var part in PartSet.All)
        {
            var count = reader.Numbers(part).Length;
            rows[PartSet.Slot(part)] = [.. Enumerable.Range(0, count).Where(row => taken[start + row])];
            start += count;
        }

        return new SourceSelection(reader, labels, rows);
    }

    public void Dispose() => Reader.Dispose();

    private static int Wanted(int available, double? share) => share is null ? available : (int)Math.Round(available * share.Value);

    // What each class is called in the combination; null where it is left out.
    private static string?[] NewLabels(StoredVersion version, CombinationSource source)
    {
        var kept = source.Labels.Select(label => Known(version, label, "labels")).ToHashSet();
        var map = LabelMap.Of(source.LabelMap.Select(pair => KeyValuePair.Create(Known(version, pair.Key, "label_map"), pair.Value)));
        return Array.ConvertAll(version.Labels, label =>
            (kept.Count == 0 || kept.Contains(label)) && map.TryMap(label, out var named, out _) ? named : null);
    }

    private static string Known(StoredVersion version, string text, string field) =>
        LabelText.TryNormalize(text, out var label, out _) && version.Labels.Contains(label)
            ? label
            : throw Errors.SourceLabelUnknown(version, text, field);
}
