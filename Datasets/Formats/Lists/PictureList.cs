using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Lists;

/// <summary>What a list says of one picture.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Part">Its part; unspecified where the list does not say.</param>
/// <param name="Fault">What is wrong with the list about this picture; null when nothing is.</param>
internal readonly record struct ListedLabel(string Label, Part Part, string? Fault = null);

/// <summary>Lists of labels of any kind.</summary>
internal static class PictureLists
{
    /// <summary>Whether a JSON file lists pictures, as its first bytes show.</summary>
    public static bool MayBeJson(ReadOnlySpan<byte> head) =>
        Content.WithoutMark(head).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] && !KnownFile.IsServerError(head) && Extras.ListsPictures(head);

    /// <summary>Reads a list.</summary>
    /// <param name="file">The file, which lists pictures.</param>
    /// <param name="labelField">The column or field of the labels; empty to be found out.</param>
    /// <exception cref="RefusalException">It is no list of labels that can be read.</exception>
    public static PictureList Read(DataFile file, string labelField) =>
        MayBeJson(file.ReadHead()) ? JsonList.Read(file, labelField) : TableList.Read(file, labelField);
}

/// <summary>The labels of pictures that lie beside a list of their names, in an archive or in another file of the same upload.</summary>
/// <param name="file">The list.</param>
internal sealed class PictureList(DataFile file)
{
    // The most that one list may name; each takes about a hundred bytes of memory.
    private const int MaxEntries = 2_000_000;

    // Label Studio puts eight hexadecimal digits and a dash before the names of the files that it keeps.
    private const int UploadPrefix = 9;

    private readonly Dictionary<string, ListedLabel> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ListedLabel> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<Part> _parts = [];
    private Dictionary<string, ListedLabel>? _uploaded;

    /// <summary>What messages call the list.</summary>
    public string Name => file.Name;

    /// <summary>The column or field that holds the labels; empty where the format has only one place for them.</summary>
    public string Field { get; init; } = "";

    /// <summary>Other fields that could hold them.</summary>
    public IReadOnlyList<string> OtherFields { get; init; } = [];

    /// <summary>The parts that the list puts pictures in, unspecified among them where it puts some in none.</summary>
    public IReadOnlySet<Part> Parts => _parts;

    /// <summary>Pictures that the list names.</summary>
    public int Count => _byPath.Count;

    /// <summary>Adds a picture.</summary>
    /// <param name="picture">Its path as the list has it.</param>
    /// <param name="label">Its label as the list has it.</param>
    /// <param name="part">Its part.</param>
    public void Add(string picture, string label, Part part)
    {
        if (_byPath.Count == MaxEntries)
        {
            throw Errors.LabelListTooLong(file.Name, MaxEntries);
        }

        // A few labels stand for millions of pictures.
        if (!_labels.TryGetValue(label, out var known))
        {
            _labels[label] = known = label;
        }

        _parts.Add(part);
        var (path, listed) = (Normal(picture), new ListedLabel(known, part));
        if (_byPath.TryGetValue(path, out var other) && other.Label != label)
        {
            listed = listed with { Fault = $"{file.Name} gives it different labels." };
        }

        _byPath[path] = listed;
        var name = LastName(path);
        _byName[name] = _byName.TryGetValue(name, out var same) && same != listed && path != name ? Ambiguous(name) : listed;
    }

    /// <summary>Finds a picture.</summary>
    /// <param name="path">Its path in the archive.</param>
    /// <param name="listed">What the list says of it.</param>
    /// <returns>Whether the list names it.</returns>
    public bool TryFind(string path, out ListedLabel listed)
    {
        var folder = file.OwnName[..(file.OwnName.LastIndexOf('/') + 1)];
        var (normal, name) = (Normal(path), LastName(path));
        var beside = folder.Length > 0 && normal.StartsWith(folder, StringComparison.Ordinal) ? normal[folder.Length..] : normal;
        return _byPath.TryGetValue(beside, out listed) || _byPath.TryGetValue(normal, out listed)
            || _byName.TryGetValue(name, out listed) || _byName.TryGetValue(Path.GetFileNameWithoutExtension(name), out listed)
            || (_uploaded ??= Uploaded()).TryGetValue(name, out listed);
    }

    private Dictionary<string, ListedLabel> Uploaded()
    {
        var names = new Dictionary<string, ListedLabel>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, listed) in _byName)
        {
            if (name.Length > UploadPrefix && name[UploadPrefix - 1] == '-' && name[..(UploadPrefix - 1)].All(char.IsAsciiHexDigit))
            {
                var bare = name[UploadPrefix..];
                names[bare] = names.TryGetValue(bare, out var same) && same != listed ? Ambiguous(bare) : listed;
            }
        }

        return names;
    }

    private ListedLabel Ambiguous(string name) =>
        new("", Part.Unspecified, $"{file.Name} names several pictures {Errors.Quote(name)} in different folders.");

    private static string Normal(string path)
    {
        var normal = path.Replace('\\', '/').TrimStart('/');
        return normal.StartsWith("./", StringComparison.Ordinal) ? normal[2..] : normal;
    }

    private static string LastName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
