using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Digits.Datasets.Versions;

/// <summary>
/// Which samples a version has: for every part the samples' numbers and, beside them, their classes. A number names a sample, and with it
/// its image, in every version of its data set.
/// </summary>
internal sealed class VersionIndex
{
    private readonly int[][] _numbers;
    private readonly ushort[][] _classes;

    // Numbers are in order unless samples have been moved between parts; what is in order is found without looking at all of it.
    private readonly bool[] _isInOrder;

    private VersionIndex(int[][] numbers, ushort[][] classes)
    {
        _numbers = numbers;
        _classes = classes;
        _isInOrder = Array.ConvertAll(numbers, IsInOrder);
    }

    /// <summary>Samples of all parts.</summary>
    public int Count => _numbers.Sum(numbers => numbers.Length);

    /// <summary>The samples of a part, in order.</summary>
    public ReadOnlySpan<int> Numbers(Part part) => _numbers[PartSet.Slot(part)];

    /// <summary>The class of each sample of a part.</summary>
    public ReadOnlySpan<ushort> Classes(Part part) => _classes[PartSet.Slot(part)];

    /// <summary>Finds a sample by its number.</summary>
    public bool TryFind(int number, out Part part, out int index)
    {
        foreach (var candidate in PartSet.All)
        {
            var numbers = Numbers(candidate);
            index = _isInOrder[PartSet.Slot(candidate)] ? numbers.BinarySearch(number) : numbers.IndexOf(number);
            if (index >= 0)
            {
                part = candidate;
                return true;
            }
        }

        (part, index) = (Part.Unspecified, -1);
        return false;
    }

    /// <summary>Every sample, part by part.</summary>
    public IEnumerable<VersionSample> Samples()
    {
        foreach (var part in PartSet.All)
        {
            var (numbers, classes) = (_numbers[PartSet.Slot(part)], _classes[PartSet.Slot(part)]);
            for (var index = 0; index < numbers.Length; index++)
            {
                yield return new VersionSample(numbers[index], part, classes[index]);
            }
        }
    }

    /// <summary>The index of the given samples, which keep their order within their parts.</summary>
    public static VersionIndex Of(IEnumerable<VersionSample> samples)
    {
        var numbers = PartSet.All.Select(_ => new List<int>()).ToArray();
        var classes = PartSet.All.Select(_ => new List<ushort>()).ToArray();
        foreach (var sample in samples)
        {
            var slot = PartSet.Slot(sample.Part);
            numbers[slot].Add(sample.Number);
            classes[slot].Add(sample.Class);
        }

        return new VersionIndex(Array.ConvertAll(numbers, list => list.ToArray()), Array.ConvertAll(classes, list => list.ToArray()));
    }

    /// <summary>Writes the numbers and classes as they lie in a file: see <see cref="VersionIndexFile"/>.</summary>
    public void Write(Stream stream)
    {
        foreach (var numbers in _numbers)
        {
            stream.Write(MemoryMarshal.AsBytes<int>([numbers.Length]));
        }

        for (var slot = 0; slot < _numbers.Length; slot++)
        {
            stream.Write(MemoryMarshal.AsBytes<int>(_numbers[slot]));
            stream.Write(MemoryMarshal.AsBytes<ushort>(_classes[slot]));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an index.</exception>
    public static VersionIndex Read(ReadOnlySpan<byte> bytes)
    {
        var counts = Take<int>(ref bytes, PartSet.All.Count);
        var numbers = new int[counts.Length][];
        var classes = new ushort[counts.Length][];
        for (var slot = 0; slot < counts.Length; slot++)
        {
            numbers[slot] = Take<int>(ref bytes, counts[slot]).ToArray();
            classes[slot] = Take<ushort>(ref bytes, counts[slot]).ToArray();
        }

        return bytes.IsEmpty ? new VersionIndex(numbers, classes) : throw new InvalidDataException("The index is followed by something else.");
    }

    private static bool IsInOrder(int[] numbers)
    {
        for (var i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] <= numbers[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<T> Take<T>(ref ReadOnlySpan<byte> bytes, int count)
        where T : unmanaged
    {
        var size = (long)count * Marshal.SizeOf<T>();
        if (count < 0 || size > bytes.Length)
        {
            throw new InvalidDataException("The index ends early.");
        }

        var taken = MemoryMarshal.Cast<byte, T>(bytes[..(int)size]);
        bytes = bytes[(int)size..];
        return taken;
    }
}

/// <summary>A sample as a version has it.</summary>
/// <param name="Number">Names the sample, and its image, within the data set.</param>
/// <param name="Part">The part that it is in.</param>
/// <param name="Class">Its class, an index into the version's labels.</param>
internal readonly record struct VersionSample(int Number, Part Part, ushort Class);

/// <summary>
/// The file of a <see cref="VersionIndex"/>: three counts, then the numbers (32 bits) and the classes (16 bits) of train, validation and
/// test, all little-endian. The catalogue holds its SHA-256.
/// </summary>
internal static class VersionIndexFile
{
    /// <summary>Writes a file that is on the disk itself when this returns.</summary>
    /// <returns>The SHA-256 of the file, in lower-case hexadecimal.</returns>
    public static string Write(string path, VersionIndex index)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            index.Write(hashed);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>The SHA-256 that the file of an index has, in lower-case hexadecimal.</summary>
    public static string HashOf(VersionIndex index)
    {
        using var bytes = new MemoryStream();
        index.Write(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not what was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static VersionIndex Read(string path, string sha256)
    {
        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == sha256
            ? VersionIndex.Read(bytes)
            : throw new InvalidDataException("The index does not have the hash that the catalogue says.");
    }
}
