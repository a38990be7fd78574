using System.Security.Cryptography;

namespace Digits.Learning.Persistence;

/// <summary>Reads exactly what is asked for, and hashes it. Leaves the stream open.</summary>
internal sealed class HashingReader(Stream stream) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="destination">Is filled.</param>
    /// <param name="what">Names the part of the file in the fault.</param>
    /// <exception cref="ModelFormatException">The stream ends too soon.</exception>
    public void Read(Span<byte> destination, string what)
    {
        Fill(destination, what);
        _hash.AppendData(destination);
    }

    /// <summary>Compares the hash of everything so far with the one that follows, after which the stream must end.</summary>
    /// <exception cref="ModelFormatException">The hashes differ, or more bytes follow.</exception>
    public void Finish()
    {
        Span<byte> stored = stackalloc byte[SHA256.HashSizeInBytes];
        Fill(stored, "its checksum");
        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(stored))
        {
            throw new ModelFormatException("The model file is damaged: its checksum does not match.");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new ModelFormatException("The model file is followed by bytes that do not belong to it.");
        }
    }

    public void Dispose() => _hash.Dispose();

    private void Fill(Span<byte> destination, string what)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
        {
            throw new ModelFormatException($"The model file is cut short: it ends within {what}.");
        }
    }
}
