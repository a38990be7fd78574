using System.IO.Compression;
using Digits.Datasets.Formats.Arrays;

namespace Digits.Datasets.Formats.Matlab;

/// <summary>
/// Reads which arrays of numbers a MATLAB file of level 5 holds ("save -v7" and older), as the "MAT-File Format" document describes it. What
/// is served as a library reads whole files into memory; here an array stays in the file.
/// </summary>
internal static class MatFile
{
    private const int HeaderSize = 128;
    private const int TagSize = 8;
    private const int MatrixElement = 14;
    private const int CompressedElement = 15;
    private const int LargestTag = 1 << 30;
    private const int MaxVariables = 1000;
    private const int MaxDimensions = 8;
    private const int MaxName = 64;

    // Flags, dimensions and name of a matrix come before its numbers.
    private const int MaxPreamble = 1024;

    /// <summary>Whether a file begins as one of level 5.</summary>
    public static bool IsMat(ReadOnlySpan<byte> head) =>
        head.Length >= HeaderSize && head.StartsWith("MATLAB 5.0 MAT-file"u8) && head[126..128] is [(byte)'I', (byte)'M'] or [(byte)'M', (byte)'I'];

    /// <summary>The arrays of numbers in a file; anything else in it is passed over.</summary>
    /// <exception cref="RefusalException">The file is damaged.</exception>
    public static List<(DataFile File, ArrayHeader Header)> Read(DataFile file, UnpackBudget budget, ImportFindings findings)
    {
        using var stream = file.Open();
        var header = new byte[HeaderSize];
        Fill(file, stream, header);
        var (isBig, offset, variables) = (header[126] == 'M', (long)HeaderSize, new List<(DataFile, ArrayHeader)>());
        var tag = new byte[TagSize];
        for (var count = 0; stream.ReadAtLeast(tag, TagSize, throwOnEndOfStream: false) is TagSize; count++)
        {
            if (count == MaxVariables)
            {
                throw Errors.MatDamaged(file.Name, $"it has more than {MaxVariables} variables");
            }

            var (type, size) = (Number(tag, isBig), Number(tag.AsSpan(4), isBig));
            if (size > LargestTag || type is not (MatrixElement or CompressedElement))
            {
                throw Errors.MatDamaged(file.Name, "one of its elements is no variable");
            }

            var place = new MatPlace(file, offset + TagSize, size, type == CompressedElement);
            if (ReadMatrix(place, isBig, budget) is { } variable)
            {
                variables.Add(variable);
            }
            else
            {
                findings.PassOver($"{file.Name}: variable {count + 1}", "It is no array of numbers.");
            }

            Skip(file, stream, size);
            offset += TagSize + size;
        }

        return variables;
    }

    private static (DataFile File, ArrayHeader Header)? ReadMatrix(MatPlace place, bool isBig, UnpackBudget budget)
    {
        using var stream = place.Open(0);
        var preamble = new byte[MaxPreamble];
        var got = stream.ReadAtLeast(preamble, preamble.Length, throwOnEndOfStream: false);
        var at = 0;
        ReadOnlySpan<byte> whole = preamble.AsSpan(0, got);
        if (place.IsPacked)
        {
            if (Next(whole, ref at, isBig) is not { Type: MatrixElement })
            {
                throw Errors.MatDamaged(place.File.Name, "a packed element is no variable");
            }

            at = TagSize;
        }

        var flags = Data(place, whole, ref at, isBig);
        var kind = flags.Length >= 4 ? (int)(Number(flags, isBig) & 0xFF) : 0;
        var isComplex = flags.Length >= 4 && (Number(flags, isBig) & 0x800) != 0;
        if (kind is < 6 or > 15 || isComplex)
        {
            return null;
        }

        var dimensions = Data(place, whole, ref at, isBig);
        var sizes = new long[dimensions.Length / 4];
        if (sizes.Length is < 1 or > MaxDimensions)
        {
            throw Errors.MatDamaged(place.File.Name, "a variable has no dimensions");
        }

        for (var axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = (int)Number(dimensions[(4 * axis)..], isBig) is >= 0 and var length ? length : throw Errors.MatDamaged(place.File.Name, "a dimension is negative");
        }

        var name = Encoding.ASCII.GetString(Data(place, whole, ref at, isBig) is { Length: <= MaxName } text ? text : throw Errors.MatDamaged(place.File.Name, "a name is too long"));
        if (Next(whole, ref at, isBig) is not { } numbers || TypeOf(numbers.Type, isBig) is not { } type)
        {
            return null;
        }

        if (place.IsPacked)
        {
            budget.Spend(numbers.Size, place.File.Name);
        }

        return (new MatVariable(place, name, at, numbers.Size), new ArrayHeader("mat", type, sizes, 0, IsFortran: sizes.Count(side => side > 1) > 1));
    }

    // A tag of eight bytes, or of four with up to four bytes of data behind it; leaves "at" at the data.
    private static (int Type, long Size)? Next(ReadOnlySpan<byte> whole, ref int at, bool isBig)
    {
        if (at + TagSize > whole.Length)
        {
            return null;
        }

        var first = Number(whole[at..], isBig);
        if (first >> 16 is > 0 and <= 4 and var small)
        {
            at += 4;
            return ((int)(first & 0xFFFF), small);
        }

        var size = Number(whole[(at + 4)..], isBig);
        at += TagSize;
        return ((int)first, size);
    }

    private static ReadOnlySpan<byte> Data(MatPlace place, ReadOnlySpan<byte> whole, ref int at, bool isBig)
    {
        var start = at;
        if (Next(whole, ref at, isBig) is not { } element || element.Size > whole.Length - at)
        {
            throw Errors.MatDamaged(place.File.Name, "a variable is cut short");
        }

        var data = whole.Slice(at, (int)element.Size);

        // Elements begin at multiples of eight bytes from the start of the variable.
        at = start + (at - start == 4 ? TagSize : TagSize + (((int)element.Size + 7) / 8 * 8));
        return data;
    }

    private static ElementType? TypeOf(int type, bool isBig) => type switch
    {
        1 => new(ElementKind.Signed, 1, isBig),
        2 => new(ElementKind.Unsigned, 1, isBig),
        3 => new(ElementKind.Signed, 2, isBig),
        4 => new(ElementKind.Unsigned, 2, isBig),
        5 => new(ElementKind.Signed, 4, isBig),
        6 => new(ElementKind.Unsigned, 4, isBig),
        7 => new(ElementKind.Float, 4, isBig),
        9 => new(ElementKind.Float, 8, isBig),
        12 => new(ElementKind.Signed, 8, isBig),
        13 => new(ElementKind.Unsigned, 8, isBig),
        _ => null,
    };

    private static uint Number(ReadOnlySpan<byte> bytes, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static void Fill(DataFile file, Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Errors.MatDamaged(file.Name, "it is cut short");
        }
    }

    internal static void Skip(DataFile file, Stream stream, long count)
    {
        var buffer = new byte[(int)Math.Min(count, 1 << 16)];
        while (count > 0)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(count, buffer.Length));
            Fill(file, stream, part);
            count -= part.Length;
        }
    }
}

/// <summary>Where a variable lies in its file.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">Where the element's data begins.</param>
/// <param name="Size">Bytes of it.</param>
/// <param name="IsPacked">Whether it is compressed.</param>
internal sealed record MatPlace(DataFile File, long Offset, long Size, bool IsPacked)
{
    /// <summary>Opens the variable, unpacked, behind a number of bytes.</summary>
    public Stream Open(long skipped)
    {
        var stream = File.Open();
        try
        {
            MatFile.Skip(File, stream, Offset);
            Stream content = IsPacked ? new GuardedStream(Inflate(stream), File.Name) : stream;
            MatFile.Skip(File, content, skipped);
            return content;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // ZLibStream throws an internal exception at a header that asks for a dictionary, which no such file has.
    private DeflateStream Inflate(Stream stream)
    {
        const int deflate = 8, needsDictionary = 0x20;
        var (method, flags) = (stream.ReadByte(), stream.ReadByte());
        return method >= 0 && flags >= 0 && (method & 0x0F) == deflate && (flags & needsDictionary) == 0
            ? new DeflateStream(stream, CompressionMode.Decompress)
            : throw Errors.MatDamaged(File.Name, "a variable is not packed as zlib packs");
    }
}

/// <summary>The numbers of a variable.</summary>
internal sealed class MatVariable(MatPlace place, string name, long start, long size) : DataFile
{
    public override string Name => $"{place.File.Name}: {name}";

    public override string OwnName => name;

    public override string ArchiveName => place.File.OwnName;

    public override long? Length => size;

    public override long MaxLength => size;

    public override Stream Open() => new LimitedStream(place.Open(start), size);

    // What follows in the file is another variable.
    private sealed class LimitedStream(Stream content, long left) : ForwardStream
    {
        private long _left = left;

        public override int Read(Span<byte> buffer)
        {
            var got = content.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= got;
            return got;
        }

        protected override void Dispose(bool disposing)
        {
            content.Dispose();
            base.Dispose(disposing);
        }
    }
}
