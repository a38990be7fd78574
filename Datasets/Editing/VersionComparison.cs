using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Editing;

/// <summary>
/// Compares two versions of a data set. Samples are the same when they have the same number, or else the same image: importing files again
/// gives new numbers to old images.
/// </summary>
internal static class VersionComparison
{
    /// <summary>The differences: first those of the later version's samples, in its order, then what was removed.</summary>
    public static List<VersionDifference> Compare(VersionReader from, VersionReader to)
    {
        var classes = ClassesOf(from.Version.Labels, to.Version.Labels);
        var old = from.Index.Samples().ToDictionary(sample => sample.Number);
        var differences = new List<VersionDifference>();
        var unmatched = new List<VersionSample>();
        foreach (var sample in to.Index.Samples())
        {
            if (old.Remove(sample.Number, out var before))
            {
                AddIfDifferent(before, sample, classes, differences);
            }
            else
            {
                unmatched.Add(sample);
            }
        }

        var removed = old.Count == 0 || unmatched.Count == 0 ? old : MatchImages(from, to, old, unmatched, classes, differences);
        differences.AddRange(unmatched.Select(sample => new VersionDifference(DifferenceKind.Added, default, sample)));
        differences.AddRange(removed.Values
            .OrderBy(sample => PartSet.Slot(sample.Part)).ThenBy(sample => sample.Number)
            .Select(sample => new VersionDifference(DifferenceKind.Removed, sample, default)));
        return differences;
    }

    // Takes pairs with the same image out of both collections.
    private static Dictionary<int, VersionSample> MatchImages(
        VersionReader from,
        VersionReader to,
        Dictionary<int, VersionSample> old,
        List<VersionSample> unmatched,
        int[] classes,
        List<VersionDifference> differences)
    {
        var byImage = new Dictionary<UInt128, Queue<VersionSample>>();
        foreach (var (hash, sample) in HashesOf(from, [.. old.Values.OrderBy(sample => sample.Number)]))
        {
            if (!byImage.TryGetValue(hash, out var queue))
            {
                byImage.Add(hash, queue = new Queue<VersionSample>(1));
            }

            queue.Enqueue(sample);
        }

        var added = new List<VersionSample>();
        foreach (var (hash, sample) in HashesOf(to, [.. unmatched]))
        {
            if (byImage.TryGetValue(hash, out var queue) && queue.TryDequeue(out var before))
            {
                old.Remove(before.Number);
                AddIfDifferent(before, sample, classes, differences);
            }
            else
            {
                added.Add(sample);
            }
        }

        unmatched.Clear();
        unmatched.AddRange(added);
        return old;
    }

    private static IEnumerable<(UInt128 Hash, VersionSample Sample)> HashesOf(VersionReader reader, VersionSample[] samples)
    {
        var hashes = new UInt128[samples.Length];
        reader.ReadHashes(Array.ConvertAll(samples, sample => sample.Number), hashes);
        return hashes.Zip(samples);
    }

    private static void AddIfDifferent(VersionSample before, VersionSample after, int[] classes, List<VersionDifference> differences)
    {
        if (classes[before.Class] != after.Class)
        {
            differences.Add(new VersionDifference(DifferenceKind.Relabeled, before, after));
        }
        else if (before.Part != after.Part)
        {
            differences.Add(new VersionDifference(DifferenceKind.Moved, before, after));
        }
    }

    // The class of each earlier label in the later version; -1 where it has no such label.
    private static int[] ClassesOf(string[] from, string[] to)
    {
        var classes = to.Select((label, index) => (label, index)).ToDictionary(entry => entry.label, entry => entry.index);
        return Array.ConvertAll(from, label => classes.GetValueOrDefault(label, -1));
    }
}

/// <summary>How a sample differs between two versions.</summary>
internal enum DifferenceKind
{
    Unspecified = 0,
    Added = 1,
    Removed = 2,
    Relabeled = 3,
    Moved = 4,
}

/// <summary>A sample that differs between two versions.</summary>
/// <param name="Kind">How.</param>
/// <param name="Old">The sample in the earlier version; default when it was added.</param>
/// <param name="New">The sample in the later version; default when it was removed.</param>
internal readonly record struct VersionDifference(DifferenceKind Kind, VersionSample Old, VersionSample New);
