using System.Text.RegularExpressions;
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

/// <summary>Tells arrays of pictures from arrays of labels: by their shapes, and where those leave it open by their names.</summary>
internal static partial class ArrayRoles
{
    public static (List<ArrayFile> Pictures, List<ArrayFile> Labels) Divide(IReadOnlyList<ArrayFile> arrays)
    {
        var (pictures, labels, open) = (new List<ArrayFile>(), new List<ArrayFile>(), new List<ArrayFile>());
        foreach (var array in arrays)
        {
            (IsPictures(array) switch { true => pictures, false => labels, null => open }).Add(array);
        }

        // A matrix may be pictures in rows or classes as rows of zeros with a one. Each picture array wants one of labels.
        foreach (var array in open)
        {
            var square = PictureLayout.SquareSide(array.Header.ItemLength) > 1;
            (square && pictures.Count <= labels.Count ? pictures : labels).Add(array);
        }

        return (pictures, labels);
    }

    private static bool? IsPictures(ArrayFile array)
    {
        var header = array.Header;
        switch (header.Dimensions.Count)
        {
            case 0:
                throw Errors.ArrayBadDimensions(header.Format, array.Name, "it is a single value, neither pictures nor labels");
            case 1:
                return false;
            case > 2:
                return true;
        }

        if (header.ItemLength == 1 || !header.Type.IsNumber || LabelReader.IsQmnist(header))
        {
            return false;
        }

        var (picture, label) = (PictureWord().IsMatch(array.File.OwnName), LabelWord().IsMatch(array.File.OwnName));
        return picture == label ? null : picture;
    }

    [GeneratedRegex("(?<![a-z])(x(?![a-z])|xtrain|xtest|xval|image|img|pixel|data(?!set))", RegexOptions.IgnoreCase)]
    private static partial Regex PictureWord();

    [GeneratedRegex("(?<![a-z])(y(?![a-z])|ytrain|ytest|yval|label|target|class)", RegexOptions.IgnoreCase)]
    private static partial Regex LabelWord();
}
