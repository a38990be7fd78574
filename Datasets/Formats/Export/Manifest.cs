using System.Text.Json;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Export;

/// <summary>What <c>digits.json</c> in an export says, beyond what the names of the pictures say: the labels in class order.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Version">The version.</param>
/// <param name="ContentHash">Hash of the version's content.</param>
/// <param name="Labels">The labels in class order, each with the folder of its pictures.</param>
internal sealed record Manifest(string Name, string Version, string ContentHash, IReadOnlyList<ManifestLabel> Labels)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "digits.json";

    /// <summary>The most bytes that the file has.</summary>
    public const int MaxSize = 64 << 20;

    private const string FormatName = "digits-dataset";
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>What marks the file as Digits'.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>The number of this layout.</summary>
    public int LayoutVersion { get; init; } = FormatVersion;

    /// <summary>Reads the file.</summary>
    /// <returns>Null when it is no such file, or one of a layout that is not known here.</returns>
    public static Manifest? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(Content.WithoutMark(json), Options);
            var whole = manifest is { Format: FormatName, LayoutVersion: FormatVersion, Labels: { } labels }
                && labels.All(label => label is { Label: not null, Folder: not null })
                && labels.DistinctBy(label => label.Folder).Count() == labels.Count;
            return whole ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Options), (byte)'\n'];
}

/// <summary>A label and the folder in which its pictures lie.</summary>
internal sealed record ManifestLabel(string Label, string Folder);

/// <summary>
/// Names of folders for labels: the labels themselves where every file system can store them, and no two that differ only in capitals.
/// </summary>
internal static class FolderNames
{
    private const int MaxBytes = 200;
    private const string Unsafe = "/\\:*?\"<>|%~";

    // Windows takes files of these names for devices.
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(port => new[] { $"COM{port}", $"LPT{port}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A folder for each label.</summary>
    public static IReadOnlyList<ManifestLabel> Of(IReadOnlyList<string> labels)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var named = new List<ManifestLabel>();
        for (var index = 0; index < labels.Count; index++)
        {
            var folder = Escape(labels[index]);
            if (Encoding.UTF8.GetByteCount(folder) > MaxBytes || !taken.Add(folder))
            {
                // "~" is escaped in labels, so this is no label's folder.
                folder = string.Create(CultureInfo.InvariantCulture, $"~{index}");
            }

            named.Add(new ManifestLabel(labels[index], folder));
        }

        return named;
    }

    private static string Escape(string label)
    {
        var folder = new StringBuilder();
        for (var at = 0; at < label.Length; at++)
        {
            var risky = Unsafe.Contains(label[at])
                || (at == 0 && IsSpecial(label))
                || (at == label.Length - 1 && label[at] is '.' or ' ');
            folder.Append(risky ? string.Create(CultureInfo.InvariantCulture, $"%{(int)label[at]:X2}") : label[at].ToString());
        }

        return folder.ToString();
    }

    private static bool IsSpecial(string label) =>
        label[0] == '.'
        || label.StartsWith("__MACOSX", StringComparison.OrdinalIgnoreCase)
        || PartWords.OfFolder(label) != Part.Unspecified
        || Devices.Contains(label.Split('.')[0]);
}
