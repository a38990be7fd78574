using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Finds out which array belongs to which: train, test and validation by a word in the files' names. A single pair is no part.
/// </summary>
internal static class ArrayPairing
{
    private static readonly Part[] Parts = [Part.Train, Part.Test, Part.Validation];

    /// <summary>Pairs the arrays of one data set.</summary>
    /// <exception cref="RefusalException">They do not make pairs, or it is unclear which.</exception>
    public static IReadOnlyList<ArrayPair> Pair(IReadOnlyList<ArrayFile> arrays)
    {
        var (pictures, labels) = ArrayRoles.Divide(arrays);
        if (pictures.Count != labels.Count)
        {
            throw Errors.FilesUnpaired(pictures.Count, labels.Count);
        }

        switch (pictures.Count)
        {
            case 1:
                return [Match(pictures[0], labels[0], Part.Unspecified)];
            case 2 or 3:
                var (pictureParts, labelParts) = (Assign(pictures), Assign(labels));
                if (pictureParts.Keys.Except(labelParts.Keys).Any())
                {
                    throw Errors.PartsDiffer(pictures[0].Name, labels[0].Name);
                }

                return [.. Parts.Where(pictureParts.ContainsKey).Select(part => Match(pictureParts[part], labelParts[part], part))];
            default:
                throw Errors.TooManyParts(pictures.Count);
        }
    }

    private static ArrayPair Match(ArrayFile pictures, ArrayFile labels, Part part)
    {
        if (pictures.Part != labels.Part && pictures.Part != Part.Unspecified && labels.Part != Part.Unspecified)
        {
            throw Errors.PartsDiffer(pictures.Name, labels.Name);
        }

        if (pictures.Header.Count != labels.Header.Count)
        {
            throw Errors.CountMismatch(pictures.Name, pictures.Header.Count, labels.Name, labels.Header.Count);
        }

        return new ArrayPair(pictures, labels, part);
    }

    // One array may lack a word: beside one that says "test" it is train, beside train and test it is validation.
    private static Dictionary<Part, ArrayFile> Assign(List<ArrayFile> arrays)
    {
        var assigned = new Dictionary<Part, ArrayFile>();
        foreach (var array in arrays.OrderBy(array => array.Part == Part.Unspecified))
        {
            var part = array.Part != Part.Unspecified ? array.Part
                : assigned.Count == arrays.Count - 1 ? Parts.First(part => !assigned.ContainsKey(part))
                : throw Errors.PartsUnclear(arrays[0].Name, arrays[1].Name);
            if (!assigned.TryAdd(part, array))
            {
                throw Errors.PartsUnclear(assigned[part].Name, array.Name);
            }
        }

        return assigned;
    }
}

/// <summary>An array of pictures with that of their labels, and the part that they are.</summary>
internal sealed record ArrayPair(ArrayFile Pictures, ArrayFile Labels, Part Part);
