using Digits.Datasets.Versions;

namespace Digits.Datasets.Storage.Images;

/// <summary>Writes images behind those that a pack has, as they come.</summary>
internal sealed class PackWriter : IDisposable
{
    private const int BufferSize = 1 << 18;

    private readonly FileStream _pixels;
    private readonly FileStream _hashes;

    /// <param name="folder">Where the pack lies.</param>
    /// <param name="first">The number of its first image.</param>
    /// <param name="count">How many images it has; bytes behind them are overwritten.</param>
    /// <param name="imageSize">Bytes of an image.</param>
    public PackWriter(string folder, int first, int count, int imageSize)
    {
        _pixels = Open(PackFiles.Pixels(folder, first), (long)count * imageSize);
        try
        {
            _hashes = Open(PackFiles.Hashes(folder, first), (long)count * ImageHash.Size);
        }
        catch
        {
            _pixels.Dispose();
            throw;
        }
    }

    /// <summary>Writes an image.</summary>
    /// <returns>Its hash.</returns>
    public UInt128 Append(ReadOnlySpan<byte> image)
    {
        var hash = ImageHash.Of(image);
        Span<byte> bytes = stackalloc byte[ImageHash.Size];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        _pixels.Write(image);
        _hashes.Write(bytes);
        return hash;
    }

    /// <summary>Brings everything to the disk itself.</summary>
    public void Flush()
    {
        _pixels.Flush(flushToDisk: true);
        _hashes.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        try
        {
            // Writes what is left in its buffer, and fails when the disk is full.
            _pixels.Dispose();
        }
        finally
        {
            _hashes.Dispose();
        }
    }

    private static FileStream Open(string path, long length)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete, BufferSize);
        file.SetLength(length);
        file.Position = length;
        return file;
    }
}
