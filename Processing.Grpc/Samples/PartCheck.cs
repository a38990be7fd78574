using System.Security.Cryptography;
using Digits.Processing.Storage;

namespace Digits.Processing.Samples;

/// <summary>Compares what is read of a part, from the first sample to the last, with the hashes taken when it was written.</summary>
internal sealed class PartCheck(PartReader reader) : IDisposable
{
    private readonly IncrementalHash _pixels = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _classes = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> classes)
    {
        _pixels.AppendData(pixels);
        _classes.AppendData(classes);
    }

    /// <summary>Refuses a part that is not what was written.</summary>
    public void Finish()
    {
        if (Convert.ToHexStringLower(_pixels.GetHashAndReset()) != reader.Stored.PixelsHash
            || Convert.ToHexStringLower(_classes.GetHashAndReset()) != reader.Stored.ClassesHash)
        {
            throw reader.Damaged("A file does not have the hash that the catalogue says.");
        }
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _classes.Dispose();
    }
}
