using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// Finds the folders that lie around all files of an archive and say nothing: archives are often made of one folder. The innermost folders
/// are never among them, since they name the labels, nor is one that names a part.
/// </summary>
internal sealed class FolderPrefix
{
    private const int MaxDepth = 16;

    private readonly (string? Shared, long Count)[] _depths = new (string?, long)[MaxDepth + 1];

    /// <summary>The folders around the files of the most usual depth, with "/" behind each; empty when there are none.</summary>
    public string Common
    {
        get
        {
            // A stray file that lies higher or deeper than the rest must not change what the rest is.
            var shared = _depths.MaxBy(depth => depth.Count).Shared ?? "";
            var length = 0;
            while (shared.IndexOf('/', length) is var end and >= 0
                && PartWords.OfFolder(shared.AsSpan(length, end - length)) == Part.Unspecified)
            {
                length = end + 1;
            }

            return shared[..length];
        }
    }

    /// <summary>Takes a file's path into account. A file in no folder has no label anyway, and does not count.</summary>
    public void Add(string path)
    {
        var around = Around(path);
        if (around.IsEmpty && !path.Contains('/'))
        {
            return;
        }

        ref var depth = ref _depths[Math.Min(MaxDepth, around.Count('/'))];
        depth.Count++;
        if (depth.Shared is null)
        {
            depth.Shared = around.ToString();
            return;
        }

        var length = around[..around.CommonPrefixLength(depth.Shared)].LastIndexOf('/') + 1;
        if (length < depth.Shared.Length)
        {
            depth.Shared = depth.Shared[..length];
        }
    }

    // The folders outside of the innermost one, which is the label. In 7/train/a.png the innermost one is a part, and the next one is the label.
    private static ReadOnlySpan<char> Around(ReadOnlySpan<char> path)
    {
        var folders = Outer(path);
        var around = Outer(folders);
        return PartWords.OfFolder(folders[around.Length..].TrimEnd('/')) == Part.Unspecified ? around : Outer(around);
    }

    // A path without its last name, with "/" at its end.
    private static ReadOnlySpan<char> Outer(ReadOnlySpan<char> path) => path[..(path.TrimEnd('/').LastIndexOf('/') + 1)];
}
