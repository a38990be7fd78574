using System.Runtime.InteropServices;
using Digits.Datasets.Versions;
using Microsoft.Win32.SafeHandles;

namespace Digits.Datasets.Storage.Images;

/// <summary>Reads images and hashes of one pack. Goes on working when the pack is deleted.</summary>
internal sealed class PackReader : IDisposable
{
    private readonly int _imageSize;
    private readonly SafeFileHandle _pixels;
    private readonly SafeFileHandle _hashes;

    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is shorter than the catalogue says.</exception>
    public PackReader(string folder, StoredPack pack, int imageSize)
        : this(folder, pack, imageSize, FileMode.Open, FileAccess.Read)
    {
    }

    private PackReader(string folder, StoredPack pack, int imageSize, FileMode mode, FileAccess access)
    {
        _imageSize = imageSize;
        First = pack.First;
        Count = pack.Count;
        _pixels = Open(PackFiles.Pixels(folder, pack.First), mode, access, (long)Count * imageSize);
        try
        {
            _hashes = Open(PackFiles.Hashes(folder, pack.First), mode, access, (long)Count * ImageHash.Size);
        }
        catch
        {
            _pixels.Dispose();
            _hashes?.Dispose();
            throw;
        }
    }

    /// <summary>The number of the first image.</summary>
    public int First { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Opens a pack for repair: what is missing of its files is zeros, which do not have their hash.</summary>
    public static PackReader OpenForRepair(string folder, StoredPack pack, int imageSize) =>
        new(folder, pack, imageSize, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    public bool Has(int number) => number >= First && number - First < Count;

    /// <summary>Fills the buffer with images from a number on.</summary>
    public void ReadPixels(int number, Span<byte> pixels) => ReadExactly(_pixels, pixels, (long)(number - First) * _imageSize);

    /// <summary>Fills the buffer with the hashes of images from a number on.</summary>
    public void ReadHashes(int number, Span<UInt128> hashes)
    {
        ReadExactly(_hashes, MemoryMarshal.AsBytes(hashes), (long)(number - First) * ImageHash.Size);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(hashes, hashes);
        }
    }

    /// <summary>Writes an image in place of a damaged one, in a pack that was opened for repair.</summary>
    public void Overwrite(int number, ReadOnlySpan<byte> pixels, UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[ImageHash.Size];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        RandomAccess.Write(_pixels, pixels, (long)(number - First) * _imageSize);
        RandomAccess.Write(_hashes, bytes, (long)(number - First) * ImageHash.Size);
    }

    /// <summary>Brings what was overwritten to the disk itself.</summary>
    public void Flush()
    {
        RandomAccess.FlushToDisk(_pixels);
        RandomAccess.FlushToDisk(_hashes);
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _hashes.Dispose();
    }

    private static SafeFileHandle Open(string path, FileMode mode, FileAccess access, long length)
    {
        var file = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(file) >= length)
        {
            return file;
        }

        if (access == FileAccess.Read)
        {
            file.Dispose();
            throw new InvalidDataException("A file of images is shorter than the catalogue says.");
        }

        RandomAccess.SetLength(file, length);
        return file;
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var got = RandomAccess.Read(file, bytes, offset);
            if (got == 0)
            {
                throw new InvalidDataException("A file of images has become shorter while it was read.");
            }

            bytes = bytes[got..];
            offset += got;
        }
    }
}

/// <summary>
/// The two files of a pack: images one after another, and the hash of each as 16 bytes. The name is the number of the first image. Images are
/// never changed once written, and bytes behind the number of images that the catalogue counts are ignored.
/// </summary>
internal static class PackFiles
{
    public static string Pixels(string folder, int first) => Path.Combine(folder, $"{Name(first)}.pixels");

    public static string Hashes(string folder, int first) => Path.Combine(folder, $"{Name(first)}.hashes");

    /// <summary>The first numbers of the packs in a folder, which need not exist, by the names of the files.</summary>
    public static IReadOnlyList<int> FirstNumbers(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.pixels")
            .Select(path => int.TryParse(
                Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : -1)
            .Where(first => first >= 0)
            .Order()];

    private static string Name(int first) => first.ToString("D10", CultureInfo.InvariantCulture);
}
