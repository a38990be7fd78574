using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>Reads part and label of a picture from its folders: the first that is no word for a part is the label.</summary>
internal static class PicturePath
{
    /// <summary>The part and the label's folder that a path names, without the folders around everything.</summary>
    /// <returns>The label's folder as it stands there; empty when no folder names a label.</returns>
    public static (Part Part, string Label) Read(ReadOnlySpan<char> path)
    {
        var part = Part.Unspecified;
        while (path.IndexOf('/') is var end and >= 0)
        {
            var folder = path[..end];
            path = path[(end + 1)..];
            var word = PartWords.OfFolder(folder);
            if (word != Part.Unspecified && part == Part.Unspecified)
            {
                part = word;
            }
            else if (!folder.IsEmpty && !folder.SequenceEqual("."))
            {
                return (part == Part.Unspecified ? PartBelow(path) : part, folder.ToString());
            }
        }

        return (part, "");
    }

    // Also 7/train/a.png is found.
    private static Part PartBelow(ReadOnlySpan<char> path) =>
        path.IndexOf('/') is var end and >= 0 ? PartWords.OfFolder(path[..end]) : Part.Unspecified;
}
