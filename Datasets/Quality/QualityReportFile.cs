using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Digits.Learning.Persistence;

namespace Digits.Datasets.Quality;

/// <summary>
/// A report on disk: the SHA-256 of what it is about and of all that follows, then the report. Whatever is not exactly that, or about
/// something else, counts as not there.
/// </summary>
internal static class QualityReportFile
{
    // Another layout, or another way of examining, needs another first word.
    private const string Scheme = "digits quality 2";

    /// <summary>Reads a report; null when there is none that can be used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="about">Names what was examined.</param>
    public static QualityReport? Read(string path, string about)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.Length >= SHA256.HashSizeInBytes
                && Hash(about, bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes))
                ? JsonSerializer.Deserialize<QualityReport>(bytes.AsSpan(SHA256.HashSizeInBytes))
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a report, whole or not at all.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, string about, QualityReport report)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(report);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Hash(about, bytes));
            stream.Write(bytes);
        });
    }

    private static byte[] Hash(string about, ReadOnlySpan<byte> report)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Scheme}\n{about}\n"));
        hash.AppendData(report);
        return hash.GetHashAndReset();
    }
}
