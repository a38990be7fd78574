using System.Text.Json;

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
