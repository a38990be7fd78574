using Digits.Processing.V1;

namespace Digits.Processing.Formats.Pictures;

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
