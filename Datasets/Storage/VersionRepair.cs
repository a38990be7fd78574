using System.Buffers.Binary;
using Digits.Datasets.Storage.Images;
using Digits.Datasets.Versions;
using Microsoft.Win32.SafeHandles;

namespace Digits.Datasets.Storage;

/// <summary>
/// Compares the files of a version that is there with the same images that came again, and writes what is damaged or missing. Samples keep
/// their numbers, and with their images all other versions that share them are whole again.
/// </summary>
internal sealed class VersionRepair(StoredVersion version, IReadOnlyList<StoredPack> packs, DatasetFolder folder)
{
    private readonly int _imageSize = version.Shape.Size;

    /// <summary>Compares and repairs.</summary>
    /// <param name="writer">The same content, finished.</param>
    /// <param name="wanted">The index of the writer's samples.</param>
    /// <param name="first">The number of the writer's first sample in that index.</param>
    /// <param name="cancellationToken">Gives up; what was repaired until then stays repaired.</param>
    /// <returns>How many images were written; null when the version's index is lost or its packs are not known, so that it cannot be repaired.</returns>
    public int? Run(VersionWriter writer, VersionIndex wanted, int first, CancellationToken cancellationToken)
    {
        if (FindIndex(wanted, first) is not { } index)
        {
            return null;
        }

        using var files = new Files(packs, folder.Images(version.Name), _imageSize);
        using var images = writer.OpenPack();
        var written = 0;
        var (good, stored) = (new byte[_imageSize], new byte[_imageSize]);
        foreach (var part in PartSet.All)
        {
            if (index.Numbers(part).Length != wanted.Numbers(part).Length)
            {
                return null;
            }

            for (var sample = 0; sample < index.Numbers(part).Length; sample++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (number, row) = (index.Numbers(part)[sample], wanted.Numbers(part)[sample] - first);
                if (!files.Has(number))
                {
                    return null;
                }

                if (!files.IsGood(number, writer.Hashes[row], stored))
                {
                    images.ReadPixels(row, good);
                    files.Write(number, writer.Hashes[row], good);
                    written++;
                }
            }
        }

        files.Flush();
        return written;
    }

    // The index itself, or the one that the import must have made, where that is provably the same.
    private VersionIndex? FindIndex(VersionIndex wanted, int first)
    {
        var path = folder.Index(version.Name, version.Version);
        try
        {
            return VersionIndexFile.Read(path, version.IndexHash);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            if (version.Packs.Length == 0)
            {
                return null;
            }

            var start = version.Packs.Min();
            var moved = VersionIndex.Of(wanted.Samples().Select(sample => sample with { Number = sample.Number - first + start }));
            if (VersionIndexFile.HashOf(moved) != version.IndexHash)
            {
                return null;
            }

            folder.Create(version.Name);
            VersionIndexFile.Write(path, moved);
            return moved;
        }
    }

    // The files of the packs, opened for writing only when something is to be written.
    private sealed class Files : IDisposable
    {
        private readonly IReadOnlyList<StoredPack> _packs;
        private readonly SafeFileHandle[] _pixels;
        private readonly SafeFileHandle[] _hashes;
        private readonly int _imageSize;
        private bool _isChanged;

        public Files(IReadOnlyList<StoredPack> packs, string images, int imageSize)
        {
            _packs = packs;
            _imageSize = imageSize;
            Directory.CreateDirectory(images);
            _pixels = [.. packs.Select(pack => Open(PackFiles.Pixels(images, pack.First), (long)pack.Count * imageSize))];
            _hashes = [.. packs.Select(pack => Open(PackFiles.Hashes(images, pack.First), (long)pack.Count * ImageHash.Size))];
        }

        public bool Has(int number) => PackOf(number) >= 0;

        public bool IsGood(int number, UInt128 hash, Span<byte> pixels)
        {
            var pack = PackOf(number);
            Span<byte> stored = stackalloc byte[ImageHash.Size];
            return Read(_hashes[pack], stored, (long)(number - _packs[pack].First) * ImageHash.Size)
                && BinaryPrimitives.ReadUInt128LittleEndian(stored) == hash
                && Read(_pixels[pack], pixels, (long)(number - _packs[pack].First) * _imageSize)
                && ImageHash.Of(pixels) == hash;
        }

        public void Write(int number, UInt128 hash, ReadOnlySpan<byte> pixels)
        {
            var pack = PackOf(number);
            Span<byte> bytes = stackalloc byte[ImageHash.Size];
            BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
            RandomAccess.Write(_pixels[pack], pixels, (long)(number - _packs[pack].First) * _imageSize);
            RandomAccess.Write(_hashes[pack], bytes, (long)(number - _packs[pack].First) * ImageHash.Size);
            _isChanged = true;
        }

        public void Flush()
        {
            if (_isChanged)
            {
                Array.ForEach(_pixels, RandomAccess.FlushToDisk);
                Array.ForEach(_hashes, RandomAccess.FlushToDisk);
            }
        }

        public void Dispose()
        {
            Array.ForEach(_pixels, file => file.Dispose());
            Array.ForEach(_hashes, file => file.Dispose());
        }

        private int PackOf(int number)
        {
            for (var pack = 0; pack < _packs.Count; pack++)
            {
                if (number >= _packs[pack].First && number - _packs[pack].First < _packs[pack].Count)
                {
                    return pack;
                }
            }

            return -1;
        }

        private static SafeFileHandle Open(string path, long length)
        {
            var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(file) < length)
            {
                // Missing images are zeros from here on, which do not have their hash.
                RandomAccess.SetLength(file, length);
            }

            return file;
        }

        private static bool Read(SafeFileHandle file, Span<byte> bytes, long offset)
        {
            while (!bytes.IsEmpty)
            {
                var got = RandomAccess.Read(file, bytes, offset);
                if (got == 0)
                {
                    return false;
                }

                bytes = bytes[got..];
                offset += got;
            }

            return true;
        }
    }
}
