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
    public static IReadOnlyList<ArrayPair> Pair(IReadOnlyList<ArrayFile> arrays, ImportSettings settings, int maxSide, ImportFindings findings)
    {
        var (pictures, labels) = ArrayRoles.Divide(ArrayExtras.Without(arrays, settings.LabelField, findings));
        if (pictures.Count != labels.Count)
        {
            throw Errors.FilesUnpaired(pictures.Count, labels.Count);
        }

        switch (pictures.Count)
        {
            case 1:
                return [Match(pictures[0], labels[0], Part.Unspecified, settings, maxSide, findings)];
            case 2 or 3:
                var (pictureParts, labelParts) = (Assign(pictures), Assign(labels));
                if (pictureParts.Keys.Except(labelParts.Keys).Any())
                {
                    throw Errors.PartsDiffer(pictures[0].Name, labels[0].Name);
                }

                return [.. Parts.Where(pictureParts.ContainsKey).Select(part => Match(pictureParts[part], labelParts[part], part, settings, maxSide, findings))];
            default:
                throw Errors.TooManyParts(pictures.Count);
        }
    }

    private static ArrayPair Match(
        ArrayFile pictures, ArrayFile labels, Part part, ImportSettings settings, int maxSide, ImportFindings findings)
    {
        if (pictures.Part != labels.Part && pictures.Part != Part.Unspecified && labels.Part != Part.Unspecified)
        {
            throw Errors.PartsDiffer(pictures.Name, labels.Name);
        }

        // MATLAB has no lists, only rows of one column or columns of one row.
        if (labels.Header is { Count: 1, ItemLength: > 1 } row && pictures.Header.Dimensions.Contains(row.ItemLength))
        {
            labels = labels.Flattened();
        }

        var layout = PictureLayout.Of(pictures, labels.Header.Count, settings.Axes, maxSide, findings);
        return layout.Count == labels.Header.Count
            ? new ArrayPair(pictures, labels, part, layout)
            : throw Errors.CountMismatch(pictures.Name, layout.Count, labels.Name, labels.Header.Count);
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

/// <summary>An array of pictures with that of their labels, the part that they are, and how the pictures lie in it.</summary>
internal sealed record ArrayPair(ArrayFile Pictures, ArrayFile Labels, Part Part, PictureLayout Layout);

/// <summary>Passes over what libraries put into one file with the pictures and labels: names, a description, the pictures once more.</summary>
internal static partial class ArrayExtras
{
    /// <summary>The arrays that are pictures or labels.</summary>
    /// <param name="arrays">The arrays of an upload.</param>
    /// <param name="labelField">Which of them holds the labels; empty to be found out.</param>
    /// <param name="findings">Takes what is passed over.</param>
    /// <exception cref="RefusalException">None is called as the setting says.</exception>
    public static IReadOnlyList<ArrayFile> Without(IReadOnlyList<ArrayFile> arrays, string labelField, ImportFindings findings)
    {
        var kept = arrays.Where(array => array.Header.Dimensions.Count > 0 || arrays.Count <= 2).ToList();
        PassOver(arrays.Except(kept), "It is a single value.");
        if (labelField.Length > 0)
        {
            findings.Use("label_field");
            if (!kept.Exists(array => IsCalled(array, labelField)))
            {
                throw Errors.SettingInvalid(
                    "label_field", $"there is no array {Errors.Quote(labelField)}, only {string.Join(", ", kept.Take(10).Select(array => Errors.Quote(NameOf(array))))}");
            }
        }

        foreach (var group in kept.GroupBy(array => array.Part).ToList())
        {
            var pictures = group.Where(array => array.Header is { Type.IsNumber: true, Dimensions.Count: > 2 }).ToList();
            if (pictures.Count == 1)
            {
                Reduce(kept, [.. group], pictures[0]);
            }
        }

        return kept;

        // Beside pictures with a side each, rows of their pixels are the same pictures; of lists the labels are as many as these.
        void Reduce(List<ArrayFile> all, List<ArrayFile> part, ArrayFile pictures)
        {
            var counts = pictures.Header.Dimensions;
            var others = part.Where(array => array != pictures).ToList();
            var lists = others.Where(array => Items(array) == counts[0] || Items(array) == counts[^1]).ToList();
            var named = lists.Where(array => labelField.Length > 0 ? IsCalled(array, labelField) : LabelName().IsMatch(NameOf(array))).ToList();
            var labels = named.Count == 1 ? named[0] : lists.Count == 1 ? lists[0] : null;
            if (labels is not null && others.Count > 1)
            {
                var extras = others.Where(array => array != labels).ToList();
                PassOver(extras, $"It is neither the pictures, {NameOf(pictures)}, nor their labels, {NameOf(labels)}.");
                extras.ForEach(array => all.Remove(array));
            }
        }

        void PassOver(IEnumerable<ArrayFile> extras, string cause)
        {
            foreach (var array in extras)
            {
                findings.PassOver(array.Name, cause);
            }
        }
    }

    private static long Items(ArrayFile array) =>
        array.Header is { Count: 1, ItemLength: > 1 } ? array.Header.ItemLength : array.Header.Count;

    private static string NameOf(ArrayFile array) => Path.GetFileNameWithoutExtension(array.File.OwnName);

    private static bool IsCalled(ArrayFile array, string name) => NameOf(array).Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A(y|labels?|targets?|class(es)?|digits?)([ _-]?(train|test|val|valid|validation))?\z|\A(train|test|val)[ _-]?(y|labels?|targets?)\z", RegexOptions.IgnoreCase)]
    private static partial Regex LabelName();
}

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
