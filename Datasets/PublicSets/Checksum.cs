using System.Security.Cryptography;

namespace Digits.Datasets.PublicSets;

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
