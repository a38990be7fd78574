using Digits.Datasets.Versions;

namespace Digits.Datasets.Editing;

/// <summary>A version in the making.</summary>
/// <param name="Labels">Its labels, in class order.</param>
/// <param name="Index">Its samples; their images are in the data set's packs.</param>
/// <param name="Added">Samples that its parent does not have.</param>
/// <param name="Removed">Samples that only its parent has.</param>
/// <param name="Relabeled">Samples with another label than in its parent.</param>
internal sealed record VersionDraft(IReadOnlyList<string> Labels, VersionIndex Index, int Added = 0, int Removed = 0, int Relabeled = 0)
{
    /// <summary>The draft without labels that no sample has, so that a label given by mistake goes with the last sample that had it.</summary>
    public VersionDraft WithoutUnusedLabels()
    {
        var used = Index.Samples().Select(sample => sample.Class).Distinct().Order().ToArray();
        if (used.Length == Labels.Count)
        {
            return this;
        }

        var labels = Array.ConvertAll(used, sampleClass => Labels[sampleClass]);
        return this with
        {
            Labels = labels,
            Index = VersionIndex.Of(Index.Samples().Select(sample => sample with { Class = (ushort)Array.BinarySearch(used, sample.Class) })),
        };
    }
}
