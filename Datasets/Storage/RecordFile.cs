using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Digits.Learning.Persistence;

namespace Digits.Datasets.Storage;

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
