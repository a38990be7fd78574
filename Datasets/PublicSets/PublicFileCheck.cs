using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Digits.Datasets.PublicSets;

/// <summary>Finds out whether a file is the published one. What a file was found to be is remembered until it changes.</summary>
internal sealed class PublicFileCheck(ILogger<PublicFileCheck> logger)
{
    private const long MaxUnpackedBytes = 1L << 30;

    private readonly ConcurrentDictionary<(string Path, string Expected), (long Length, DateTime Written, bool Good)> _known = new();

    /// <summary>
    /// Whether a file has the published hash or, where that is known, unpacks to bytes that have the published content's. Where no hash is
    /// known the size is compared, and where that is not known either, every file will do: its import proves it.
    /// </summary>
    public async Task<bool> IsPublishedAsync(PublicFile file, string path, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(path);
            var key = (path, $"{file.Size} {file.Hash} {file.Content}");
            if (_known.TryGetValue(key, out var found) && (found.Length, found.Written) == (info.Length, info.LastWriteTimeUtc))
            {
                return found.Good;
            }

            var good = await CompareAsync(file, info, cancellationToken);
            _known[key] = (info.Length, info.LastWriteTimeUtc, good);
            if (!good)
            {
                Log.FileNotAsPublished(logger, path, file.Name);
            }

            return good;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.FileUnreadable(logger, fault, path);
            return false;
        }
    }

    private static async Task<bool> CompareAsync(PublicFile file, FileInfo info, CancellationToken cancellationToken)
    {
        if ((file.Size == 0 || info.Length == file.Size) && await HasHashAsync(file, info, cancellationToken))
        {
            return true;
        }

        return file.Content is not null && await HasContentAsync(file.Content, info, cancellationToken);
    }

    private static async Task<bool> HasHashAsync(PublicFile file, FileInfo info, CancellationToken cancellationToken)
    {
        if (file.Hash is null)
        {
            return true;
        }

        await using var stream = info.OpenRead();
        return await file.Hash.MatchesAsync(stream, long.MaxValue, cancellationToken);
    }

    private static async Task<bool> HasContentAsync(Checksum content, FileInfo info, CancellationToken cancellationToken)
    {
        await using var stream = info.OpenRead();
        if (!IsGzip(stream))
        {
            return await content.MatchesAsync(stream, MaxUnpackedBytes, cancellationToken);
        }

        try
        {
            await using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
            return await content.MatchesAsync(unpacked, MaxUnpackedBytes, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return count == start.Length && start is [0x1f, 0x8b];
    }
}

/// <summary>A hash that bytes must have.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Hex">The hash in lower-case hexadecimal.</param>
internal sealed record Checksum(HashAlgorithmName Algorithm, string Hex)
{
    private const int BufferSize = 1 << 18;

    public static Checksum Md5(string hex) => new(HashAlgorithmName.MD5, hex);

    public static Checksum Sha256(string hex) => new(HashAlgorithmName.SHA256, hex);

    /// <summary>Whether a stream's bytes have this hash, from where it stands to its end.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="limit">Bytes that may come at most; more of them cannot be right.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<bool> MatchesAsync(Stream stream, long limit, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        var buffer = new byte[BufferSize];
        long read = 0;
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            read += count;
            if (read > limit)
            {
                return false;
            }

            hash.AppendData(buffer, 0, count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == Hex;
    }

    /// <summary>The hash with its algorithm in front, for example "md5:f68b...".</summary>
    public override string ToString() => $"{Algorithm.Name!.ToLowerInvariant()}:{Hex}";
}
