using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Import;

/// <summary>What an import would make of its files.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Labels">Their labels in class order.</param>
/// <param name="Counts">Samples of each class in each part.</param>
/// <param name="Sides">The sides of the pictures as they came; null where there are none.</param>
/// <param name="Samples">Some of the samples, spread over labels and parts.</param>
internal sealed record ImportPreview(
    int Count, IReadOnlyList<string> Labels, PartCounts Counts, PictureSides? Sides, IReadOnlyList<PreviewSample> Samples);

/// <summary>Samples of each class in each part.</summary>
internal sealed class PartCounts
{
    private readonly int[][] _counts;

    public PartCounts(ReadOnlySpan<ushort> classes, ReadOnlySpan<Part> parts, int classCount)
    {
        _counts = [.. PartSet.All.Select(_ => new int[classCount])];
        for (var sample = 0; sample < classes.Length; sample++)
        {
            _counts[PartSet.Slot(parts[sample])][classes[sample]]++;
        }
    }

    public int Of(Part part) => _counts[PartSet.Slot(part)].Sum();

    public int Of(Part part, int sampleClass) => _counts[PartSet.Slot(part)][sampleClass];
}

/// <summary>The smallest and the largest sides of pictures before they were normalised, in pixels.</summary>
internal sealed record PictureSides(int MinWidth, int MinHeight, int MaxWidth, int MaxHeight)
{
    public static PictureSides Of(GrayImage image) => new(image.Width, image.Height, image.Width, image.Height);

    public PictureSides With(GrayImage image) =>
        image.Width >= MinWidth && image.Width <= MaxWidth && image.Height >= MinHeight && image.Height <= MaxHeight
            ? this
            : new PictureSides(
                Math.Min(MinWidth, image.Width),
                Math.Min(MinHeight, image.Height),
                Math.Max(MaxWidth, image.Width),
                Math.Max(MaxHeight, image.Height));
}

/// <summary>A sample as a preview shows it.</summary>
/// <param name="Image">The image, normalised.</param>
/// <param name="Label">Its label.</param>
/// <param name="Part">The part that it would come into.</param>
/// <param name="Position">Its place among the samples of the upload, from 0.</param>
internal sealed record PreviewSample(GrayImage Image, string Label, Part Part, int Position);

/// <summary>
/// Picks samples to look at out of as many as come, in memory for a few hundred. Those with the lowest hashes are kept, which is an even
/// draw over the whole upload that comes out the same every time: of each label the lowest images, and where there are very many labels,
/// those labels whose own hashes are lowest.
/// </summary>
/// <param name="wanted">How many to pick in the end.</param>
internal sealed class SamplePicker(int wanted)
{
    private const int MaxKept = 400;

    private readonly Dictionary<ushort, List<Candidate>> _kept = [];
    private readonly PriorityQueue<ushort, ulong> _highest = new();
    private int _each = MaxKept;

    /// <summary>Offers the sample that was appended last.</summary>
    public void Offer(VersionWriter writer, GrayImage image)
    {
        var position = writer.Count - 1;
        var (sampleClass, hash) = (writer.Classes[position], writer.Hashes[position]);
        if (!_kept.TryGetValue(sampleClass, out var candidates))
        {
            candidates = Begin(sampleClass);
        }

        if (candidates is null || (candidates.Count == _each && hash >= candidates[^1].Hash))
        {
            return;
        }

        var candidate = new Candidate(hash, position, image);
        var place = candidates.BinarySearch(candidate);
        candidates.Insert(place < 0 ? ~place : place, candidate);
        Trim(candidates);
    }

    /// <summary>Picks, now that all samples have labels and parts.</summary>
    /// <param name="writer">The writer of the samples that were offered, its classes mapped to <paramref name="labels"/>.</param>
    /// <param name="labels">The labels in class order.</param>
    public IReadOnlyList<PreviewSample> Pick(VersionWriter writer, IReadOnlyList<string> labels)
    {
        // The classes of the writer may have been sorted since, and the candidates with them.
        var groups = _kept.Values
            .Select(candidates => (Class: writer.Classes[candidates[0].Position], Candidates: candidates))
            .OrderBy(group => group.Class)
            .Select(group => group.Candidates)
            .ToList();
        groups = groups.Count <= wanted ? groups : [.. Enumerable.Range(0, wanted).Select(place => groups[place * groups.Count / wanted])];
        var shown = new Dictionary<(ushort Class, Part Part), int>();
        var picked = new List<Candidate>();
        while (picked.Count < wanted && groups.Exists(group => group.Count > 0))
        {
            foreach (var group in groups.Where(group => group.Count > 0).Take(wanted - picked.Count))
            {
                // The part that was shown least so far, of this label and then of all, as far as the label has samples in it.
                var next = group.MinBy(candidate => Shown(candidate))!;
                var part = (writer.Classes[next.Position], writer.Parts[next.Position]);
                shown[part] = shown.GetValueOrDefault(part) + 1;
                group.Remove(next);
                picked.Add(next);
            }
        }

        return [.. picked
            .OrderBy(candidate => writer.Classes[candidate.Position])
            .ThenBy(candidate => candidate.Position)
            .Select(candidate => new PreviewSample(
                candidate.Image, labels[writer.Classes[candidate.Position]], writer.Parts[candidate.Position], candidate.Position))];

        (int OfLabel, int OfAll) Shown(Candidate candidate)
        {
            var part = writer.Parts[candidate.Position];
            return (
                shown.GetValueOrDefault((writer.Classes[candidate.Position], part)),
                shown.Where(pair => pair.Key.Part == part).Sum(pair => pair.Value));
        }
    }

    // Makes room for another label, or finds that it has none: then it stays out, as every later sample of it does.
    private List<Candidate>? Begin(ushort sampleClass)
    {
        var rank = Scatter(sampleClass);
        if (_kept.Count == MaxKept)
        {
            _highest.TryPeek(out var highest, out var inverted);
            if (rank >= ~inverted)
            {
                return null;
            }

            _highest.Dequeue();
            _kept.Remove(highest);
        }

        var candidates = new List<Candidate>();
        _kept.Add(sampleClass, candidates);
        _highest.Enqueue(sampleClass, ~rank);
        _each = MaxKept / _kept.Count;
        foreach (var others in _kept.Values)
        {
            Trim(others);
        }

        return candidates;
    }

    private void Trim(List<Candidate> candidates)
    {
        if (candidates.Count > _each)
        {
            candidates.RemoveRange(_each, candidates.Count - _each);
        }
    }

    // Multiplying by an odd constant gives every class a rank of its own.
    private static ulong Scatter(ushort sampleClass) => (sampleClass + 1UL) * 0x9E3779B97F4A7C15;

    private sealed record Candidate(UInt128 Hash, int Position, GrayImage Image) : IComparable<Candidate>
    {
        public int CompareTo(Candidate? other) => other is null ? 1 : (Hash, Position).CompareTo((other.Hash, other.Position));
    }
}
