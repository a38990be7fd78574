using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Editing;

/// <summary>Why a version is made.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Author">Who does it; may be empty.</param>
/// <param name="Note">Why, or from what; may be empty.</param>
internal sealed record Change(ChangeKind Kind, string Author = "", string Note = "")
{
    /// <summary>Characters of an author's name, at most.</summary>
    public const int MaxAuthorLength = 100;

    /// <summary>Characters of a note, at most.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>
    /// What else is written with the version, in the same transaction: both are kept or neither. When it throws, there is no version.
    /// </summary>
    public Func<DatasetsContext, Task>? Alongside { get; init; }

    /// <summary>A change as a caller describes it.</summary>
    /// <exception cref="RefusalException">A text is too long or holds control characters.</exception>
    public static Change Checked(ChangeKind kind, string author, string note = "") =>
        new(kind, CheckText("author", author, MaxAuthorLength), CheckText("note", note, MaxNoteLength));

    /// <summary>A text of a caller's.</summary>
    /// <exception cref="RefusalException">It is too long or holds control characters.</exception>
    public static string CheckText(string field, string text, int limit) =>
        text.Length <= limit && !text.Any(char.IsControl) ? text : throw Errors.TextInvalid(field, limit);
}

/// <summary>A sample to add.</summary>
/// <param name="Image">The image, normalised.</param>
/// <param name="Label">Its label, checked.</param>
/// <param name="Part">Its part; unspecified to have it drawn.</param>
internal sealed record AddedSample(byte[] Image, string Label, Part Part);

/// <summary>What a commit has led to.</summary>
/// <param name="Version">The version, new or there already with the same content.</param>
/// <param name="Moved">Samples that did not keep their part because an equal image is in another.</param>
internal sealed record Committed(StoredVersion Version, int Moved);

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
        var isUsed = new bool[Labels.Count];
        foreach (var part in PartSet.All)
        {
            foreach (var sampleClass in Index.Classes(part))
            {
                isUsed[sampleClass] = true;
            }
        }

        var used = Enumerable.Range(0, Labels.Count).Where(label => isUsed[label]).Select(label => (ushort)label).ToArray();
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
