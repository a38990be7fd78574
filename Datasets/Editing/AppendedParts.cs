using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Editing;

/// <summary>The labels of a data set with those of samples that are added: it keeps its order, and what is new comes behind.</summary>
internal sealed class AddedLabels
{
    public AddedLabels(IReadOnlyList<string> present, IReadOnlyList<string> added)
    {
        All = new LabelList(present.Concat(added)).All;
        Classes = LabelList.Map(added, All);
    }

    /// <summary>The labels of both, in class order.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The class of each added label among all.</summary>
    public ushort[] Classes { get; }
}

/// <summary>Gives samples that are added to a version their parts.</summary>
internal static class AppendedParts
{
    /// <summary>
    /// Fills in the parts of a writer's samples. One whose image is in the version already comes into the part where its equal is; the rule
    /// divides the others among themselves.
    /// </summary>
    /// <param name="current">The version.</param>
    /// <param name="writer">The samples, their classes among <paramref name="labels"/> before they were mapped.</param>
    /// <param name="labels">The labels of both.</param>
    /// <param name="rule">How samples without a part are divided.</param>
    /// <returns>How many samples did not keep the part that they said.</returns>
    public static int Assign(VersionReader current, VersionWriter writer, AddedLabels labels, SplitRule rule)
    {
        var known = FindParts(current, [.. writer.Hashes]);
        var (hashes, classes, parts) = (new List<UInt128>(writer.Count), new List<ushort>(writer.Count), new List<Part>(writer.Count));
        var trained = current.Index.Classes(Part.Train).ToArray().ToHashSet();
        var moved = 0;
        for (var sample = 0; sample < writer.Count; sample++)
        {
            var sampleClass = labels.Classes[writer.Classes[sample]];
            if (!known.TryGetValue(writer.Hashes[sample], out var part))
            {
                hashes.Add(writer.Hashes[sample]);
                classes.Add(sampleClass);
                parts.Add(writer.Parts[sample]);
                continue;
            }

            if (part == Part.Train)
            {
                trained.Add(sampleClass);
            }

            moved += writer.Parts[sample] != Part.Unspecified && writer.Parts[sample] != part ? 1 : 0;
            writer.Parts[sample] = part;
        }

        var assigned = parts.ToArray();
        moved += PartAssignment.Assign([.. hashes], [.. classes], assigned, labels.All.Count, rule, trained);
        var next = 0;
        for (var sample = 0; sample < writer.Count; sample++)
        {
            if (!known.ContainsKey(writer.Hashes[sample]))
            {
                writer.Parts[sample] = assigned[next++];
            }
        }

        return moved;
    }

    /// <summary>The parts in which a version has images, of those with the given hashes that it has.</summary>
    public static Dictionary<UInt128, Part> FindParts(VersionReader current, HashSet<UInt128> wanted)
    {
        var found = new Dictionary<UInt128, Part>();
        foreach (var part in PartSet.All)
        {
            var hashes = new UInt128[current.Numbers(part).Length];
            current.ReadHashes(current.Numbers(part), hashes);
            foreach (var hash in hashes.Where(wanted.Contains))
            {
                found[hash] = part;
            }
        }

        return found;
    }
}
