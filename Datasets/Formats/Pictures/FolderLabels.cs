using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Pictures;

/// <summary>Part and label of every folder, worked out once.</summary>
internal sealed class FolderLabels(string commonFolder, Func<string, (string Label, string? Fault)> labelOf)
{
    private const int MaxRemembered = 10_000;

    private readonly Dictionary<string, (Part Part, string Label, string? Fault)> _folders = new(StringComparer.Ordinal);

    /// <summary>The part and the label of a picture, or why it has none.</summary>
    public (Part Part, string Label, string? Fault) Of(string path)
    {
        var folder = path.AsSpan(0, path.LastIndexOf('/') + 1);
        var lookup = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(folder, out var known))
        {
            return known;
        }

        if (_folders.Count == MaxRemembered)
        {
            _folders.Clear();
        }

        return _folders[folder.ToString()] = Read(path);
    }

    private (Part Part, string Label, string? Fault) Read(string path)
    {
        var inside = path.StartsWith(commonFolder, StringComparison.Ordinal) ? path[commonFolder.Length..] : path;
        var (part, folder) = PicturePath.Read(inside);
        if (folder.Length == 0)
        {
            return (part, "", "It lies in no folder that names its label.");
        }

        var (label, fault) = labelOf(folder);
        return (part, label, fault);
    }
}

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
