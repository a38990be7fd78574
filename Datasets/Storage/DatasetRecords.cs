using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Digits.Learning.Persistence;

namespace Digits.Datasets.Storage;

/// <summary>A pack of images, as a version's description names it.</summary>
/// <param name="First">The number of its first image.</param>
/// <param name="Count">How many images it had when the version was made; it may have grown since.</param>
internal sealed record PackRecord(int First, int Count);

/// <summary>What a version's folder says about the version by itself, so that the catalogue can be made again without having been there.</summary>
internal sealed record VersionRecord
{
    public required string Dataset { get; init; }

    public required string Version { get; init; }

    public required string ContentHash { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    /// <summary>The labels in class order.</summary>
    public required string[] Labels { get; init; }

    /// <summary>SHA-256 of the file of its index, in lower-case hexadecimal.</summary>
    public required string IndexHash { get; init; }

    /// <summary>The packs that hold its images.</summary>
    public required PackRecord[] Packs { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Describes a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="packs">The packs of its data set; those of other versions are left out.</param>
    public static VersionRecord Of(StoredVersion version, IEnumerable<StoredPack> packs) => new()
    {
        Dataset = version.Name,
        Version = version.Version,
        ContentHash = version.ContentHash,
        Height = version.Height,
        Width = version.Width,
        Channels = version.Channels,
        Labels = version.Labels,
        IndexHash = version.IndexHash,
        Packs = [.. packs.Where(pack => version.Packs.Contains(pack.First)).Select(pack => new PackRecord(pack.First, pack.Count))],
        CreateTime = version.CreateTime,
    };

    /// <summary>Whether the catalogue says the same of the version.</summary>
    public bool Agrees(StoredVersion row) =>
        (row.Name, row.Version, row.ContentHash, row.Height, row.Width, row.Channels, row.IndexHash, row.CreateTime)
            == (Dataset, Version, ContentHash, Height, Width, Channels, IndexHash, CreateTime)
        && row.Labels.SequenceEqual(Labels)
        && row.Packs.Order().SequenceEqual(Packs.Select(pack => pack.First).Order())
        && row.Train.ClassCounts.Length == Labels.Length
        && row.Validation.ClassCounts.Length == Labels.Length
        && row.Test.ClassCounts.Length == Labels.Length;
}

/// <summary>The files by which a data set's folder describes itself: one a version in <c>records</c>, one a change in <c>changes</c>.</summary>
internal sealed class DatasetRecords(DatasetFolder folder)
{
    private const string Extension = ".json";

    /// <summary>Describes a version.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(VersionRecord record)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(VersionFile(record.Dataset, record.Version))!);
        RecordFile.Write(VersionFile(record.Dataset, record.Version), record);
    }

    /// <summary>Tells a change, as the newest of its data set.</summary>
    /// <returns>The name of the file.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public string Write(StoredChange change)
    {
        var folder = Directory.CreateDirectory(ChangeFolder(change.Dataset)).FullName;
        var last = Directory.EnumerateFiles(folder).Select(SequenceOf).DefaultIfEmpty(0).Max();
        var file = string.Create(CultureInfo.InvariantCulture, $"{last + 1:D10}-{change.Version}{Extension}");
        RecordFile.Write(Path.Combine(folder, file), change);
        return file;
    }

    /// <summary>The file that describes a version.</summary>
    public string VersionFile(string name, string version) => Path.Combine(folder.Records(name), version + Extension);

    /// <summary>The folder of the files that tell changes.</summary>
    public string ChangeFolder(string name) => folder.Changes(name);

    /// <summary>The version that a file of either kind is named after; null when it is named otherwise.</summary>
    public static string? VersionOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(Extension, StringComparison.Ordinal) ? name[..^Extension.Length] : null;
    }

    /// <summary>The files that tell changes of a data set, in their order.</summary>
    public IReadOnlyList<string> ChangeFiles(string name) =>
        Directory.Exists(ChangeFolder(name)) ? [.. Directory.EnumerateFiles(ChangeFolder(name)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Removes the description of a version and of the changes that led to it.</summary>
    public void Remove(string name, string version)
    {
        foreach (var file in ChangeFiles(name).Where(file => file.EndsWith($"-{version}{Extension}", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        if (File.Exists(VersionFile(name, version)))
        {
            File.Delete(VersionFile(name, version));
        }
    }

    private static long SequenceOf(string path)
    {
        var name = Path.GetFileName(path);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && long.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;
    }
}

/// <summary>
/// A small file of facts that can be trusted by itself: the SHA-256 of the rest in its first line, then JSON. Damage shows when it is read.
/// </summary>
internal static class RecordFile
{
    // A version with 65,536 labels of 100 characters each stays below this.
    private const long MaxBytes = 64L << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        NewLine = "\n",
        WriteIndented = true,
    };

    /// <summary>Writes a file, whole or not at all; it is on the disk itself when this returns.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write<T>(string path, T record)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(record, Json);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)) + "\n"));
            stream.Write(body);
        });
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new InvalidDataException("it is larger than any description");
        }

        var bytes = File.ReadAllBytes(path);
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0 || Encoding.ASCII.GetString(bytes, 0, end) != Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(end + 1))))
        {
            throw new InvalidDataException("its hash does not fit its content");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(end + 1), Json) ?? throw new InvalidDataException("it is empty");
        }
        catch (JsonException)
        {
            throw new InvalidDataException("it does not have the fields of a description");
        }
    }
}
