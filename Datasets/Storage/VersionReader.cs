using Digits.Datasets.Storage.Images;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Storage;

/// <summary>Reads the samples of a version. An open reader goes on working when its version is deleted.</summary>
internal sealed class VersionReader : IDisposable
{
    private readonly ILogger _logger;
    private readonly PackReader[] _packs;

    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what the catalogue says.</exception>
    public VersionReader(StoredVersion version, VersionIndex index, string images, IEnumerable<StoredPack> packs, ILogger logger)
    {
        Version = version;
        Index = index;
        _logger = logger;
        var opened = new List<PackReader>();
        try
        {
            foreach (var pack in packs)
            {
                opened.Add(new PackReader(images, pack, version.Shape.Size));
            }
        }
        catch
        {
            opened.ForEach(pack => pack.Dispose());
            throw;
        }

        _packs = [.. opened];
    }

    /// <summary>What the catalogue knows of the version.</summary>
    public StoredVersion Version { get; }

    /// <summary>Which samples there are.</summary>
    public VersionIndex Index { get; }

    /// <summary>The samples' numbers of a part, in order.</summary>
    public ReadOnlySpan<int> Numbers(Part part) => Index.Numbers(part);

    /// <summary>The samples' classes of a part, in order.</summary>
    public ReadOnlySpan<ushort> Classes(Part part) => Index.Classes(part);

    /// <summary>Finds a sample by its number.</summary>
    public bool TryFind(int number, out Part part, out int index) => Index.TryFind(number, out part, out index);

    /// <summary>Reads images.</summary>
    /// <param name="numbers">Which, in any order.</param>
    /// <param name="pixels">One image after another.</param>
    /// <exception cref="RefusalException">the files are damaged.</exception>
    public void ReadPixels(ReadOnlySpan<int> numbers, Span<byte> pixels)
    {
        var size = Version.Shape.Size;
        while (!numbers.IsEmpty)
        {
            var run = RunLength(numbers);
            Guard(PackOf(numbers[0]), numbers[0], pixels[..(run * size)], static (pack, number, bytes) => pack.ReadPixels(number, bytes));
            numbers = numbers[run..];
            pixels = pixels[(run * size)..];
        }
    }

    /// <summary>Reads the hashes of images, the first 128 bits of the SHA-256 of their pixels.</summary>
    /// <param name="numbers">Which, in any order.</param>
    /// <param name="hashes">One for each.</param>
    /// <exception cref="RefusalException">the files are damaged.</exception>
    public void ReadHashes(ReadOnlySpan<int> numbers, Span<UInt128> hashes)
    {
        while (!numbers.IsEmpty)
        {
            var run = RunLength(numbers);
            Guard(PackOf(numbers[0]), numbers[0], hashes[..run], static (pack, number, found) => pack.ReadHashes(number, found));
            numbers = numbers[run..];
            hashes = hashes[run..];
        }
    }

    /// <summary>Reads images and compares each with its hash, so that none leaves that is not the one that was stored.</summary>
    /// <param name="numbers">Which, in any order.</param>
    /// <param name="hashes">Room for as many hashes.</param>
    /// <param name="pixels">One image after another.</param>
    /// <exception cref="RefusalException">The files are damaged.</exception>
    public void ReadChecked(ReadOnlySpan<int> numbers, Span<UInt128> hashes, Span<byte> pixels)
    {
        var size = Version.Shape.Size;
        ReadPixels(numbers, pixels);
        ReadHashes(numbers, hashes[..numbers.Length]);
        for (var image = 0; image < numbers.Length; image++)
        {
            if (ImageHash.Of(pixels.Slice(image * size, size)) != hashes[image])
            {
                throw Damaged($"Image {numbers[image]} does not have its hash.");
            }
        }
    }

    /// <summary>Makes sure that the hashes of the images are those that the version was named by.</summary>
    /// <exception cref="RefusalException">the files are damaged.</exception>
    public void CheckHashes()
    {
        if (ContentHash.Compute(Version.Shape, Version.Labels, Index, ReadHashes) != Version.ContentHash)
        {
            throw Damaged("The hashes of its images are not those that its content hash was made of.");
        }
    }

    /// <summary>Reports damage, for the log and for the caller.</summary>
    public RefusalException Damaged(string finding)
    {
        Log.VersionDamaged(_logger, Version.Name, Version.Version, finding);
        return Errors.DatasetDamaged(Version);
    }

    public void Dispose()
    {
        foreach (var pack in _packs)
        {
            pack.Dispose();
        }
    }

    // How many images from the first on lie one behind another.
    private int RunLength(ReadOnlySpan<int> numbers)
    {
        var pack = PackOf(numbers[0]);
        var run = 1;
        while (run < numbers.Length && numbers[run] == numbers[run - 1] + 1 && pack.Has(numbers[run]))
        {
            run++;
        }

        return run;
    }

    private PackReader PackOf(int number)
    {
        foreach (var pack in _packs)
        {
            if (pack.Has(number))
            {
                return pack;
            }
        }

        throw Damaged($"No pack has image {number}.");
    }

    private void Guard<T>(PackReader pack, int number, Span<T> target, ReadInto<T> read)
    {
        try
        {
            read(pack, number, target);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw Damaged(fault.Message);
        }
    }

    private delegate void ReadInto<T>(PackReader pack, int number, Span<T> target);
}
