using Digits.Datasets.Storage.Images;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Storage;

/// <summary>
/// Compares the files of a version that is there with the same images that came again, and writes what is damaged or missing. Samples keep
/// their numbers, and with their images all other versions that share them are whole again.
/// </summary>
internal sealed class VersionRepair(StoredVersion version, IReadOnlyList<StoredPack> packs, DatasetFolder folder)
{
    private readonly int _imageSize = version.Shape.Size;
    private readonly string _images = folder.Images(version.Name);

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

        Directory.CreateDirectory(_images);
        var stored = packs.Select(pack => PackReader.OpenForRepair(_images, pack, _imageSize)).ToList();
        try
        {
            using var images = writer.OpenPack();
            return Repair(index, wanted, first, writer.Hashes, images, stored, cancellationToken);
        }
        finally
        {
            stored.ForEach(pack => pack.Dispose());
        }
    }

    private int? Repair(
        VersionIndex index,
        VersionIndex wanted,
        int first,
        ReadOnlySpan<UInt128> hashes,
        PackReader images,
        List<PackReader> stored,
        CancellationToken cancellationToken)
    {
        var written = 0;
        var pixels = new byte[_imageSize];
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
                if (stored.Find(pack => pack.Has(number)) is not { } pack)
                {
                    return null;
                }

                if (!IsGood(pack, number, hashes[row], pixels))
                {
                    images.ReadPixels(row, pixels);
                    pack.Overwrite(number, pixels, hashes[row]);
                    written++;
                }
            }
        }

        if (written > 0)
        {
            stored.ForEach(pack => pack.Flush());
        }

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

    // Equal hashes in the file prove nothing while the image may be damaged.
    private static bool IsGood(PackReader pack, int number, UInt128 hash, Span<byte> pixels)
    {
        Span<UInt128> stored = stackalloc UInt128[1];
        pack.ReadHashes(number, stored);
        if (stored[0] != hash)
        {
            return false;
        }

        pack.ReadPixels(number, pixels);
        return ImageHash.Of(pixels) == hash;
    }
}
