using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats.Arrays;

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
