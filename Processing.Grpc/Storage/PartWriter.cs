using System.Buffers.Binary;
using System.Security.Cryptography;
using Digits.Processing.V1;

namespace Digits.Processing.Storage;

/// <summary>Writes the samples of one part as they come, and keeps count and hash of them.</summary>
internal sealed class PartWriter : IDisposable
{
    private const int BufferSize = 1 << 18;

    private readonly FileStream _pixels;
    private readonly FileStream _classes;
    private readonly IncrementalHash _pixelsHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _classesHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int[] _classCounts;

    public PartWriter(string folder, Part part, int classCount)
    {
        _pixels = Create(PartFiles.Pixels(folder, part));
        _classes = Create(PartFiles.Classes(folder, part));
        _classCounts = new int[classCount];
    }

    public void Append(ReadOnlySpan<byte> image, ushort imageClass)
    {
        _pixels.Write(image);
        _pixelsHash.AppendData(image);

        Span<byte> code = stackalloc byte[PartFiles.ClassSize];
        BinaryPrimitives.WriteUInt16LittleEndian(code, imageClass);
        _classes.Write(code);
        _classesHash.AppendData(code);
        _classCounts[imageClass]++;
    }

    /// <summary>Brings everything to the disk itself and sums it up.</summary>
    public StoredPart Finish()
    {
        _pixels.Flush(flushToDisk: true);
        _classes.Flush(flushToDisk: true);
        return new StoredPart
        {
            Count = _classCounts.Sum(),
            ClassCounts = _classCounts,
            PixelsHash = Convert.ToHexStringLower(_pixelsHash.GetHashAndReset()),
            ClassesHash = Convert.ToHexStringLower(_classesHash.GetHashAndReset()),
        };
    }

    public void Dispose()
    {
        _pixelsHash.Dispose();
        _classesHash.Dispose();
        try
        {
            // Writes what is left in its buffer, and fails when the disk is full.
            _pixels.Dispose();
        }
        finally
        {
            _classes.Dispose();
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
}
