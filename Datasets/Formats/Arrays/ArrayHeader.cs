namespace Digits.Datasets.Formats.Arrays;

/// <summary>What the file of an array says of itself.</summary>
/// <param name="Format">"idx" or "npy".</param>
/// <param name="Type">Its elements.</param>
/// <param name="Dimensions">Its sizes, the number of items first; all at least 1.</param>
/// <param name="Size">Bytes before the first element.</param>
/// <param name="IsFortran">Whether the first index changes fastest, as in Fortran and MATLAB, and not the last.</param>
internal sealed record ArrayHeader(string Format, ElementType Type, IReadOnlyList<long> Dimensions, int Size, bool IsFortran = false)
{
    /// <summary>How the shape is written, for example "60000x28x28".</summary>
    public string Shape => Dimensions.Count == 0 ? "()" : string.Join('x', Dimensions);

    /// <summary>Reads bytes of a header.</summary>
    /// <exception cref="RefusalException">The file ends before.</exception>
    public static void Fill(Stream stream, Span<byte> bytes, string format, string name)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Errors.ArrayTruncated(format, name, "it ends before its header does");
        }
    }

    /// <summary>Number of items.</summary>
    public long Count => Dimensions.Count == 0 ? 1 : Dimensions[0];

    /// <summary>Elements of one item.</summary>
    public long ItemLength
    {
        get
        {
            long length = 1;
            for (var dimension = 1; dimension < Dimensions.Count; dimension++)
            {
                length *= Dimensions[dimension];
            }

            return length;
        }
    }
}

/// <summary>How one element of an array is stored.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes: 1, 2, 4 or 8 of a number, any of text.</param>
/// <param name="BigEndian">Whether the highest byte comes first.</param>
internal readonly record struct ElementType(ElementKind Kind, int Size, bool BigEndian)
{
    private static readonly UTF32Encoding BigEndianText = new(bigEndian: true, byteOrderMark: false);

    public bool IsNumber => Kind is ElementKind.Unsigned or ElementKind.Signed or ElementKind.Float;

    /// <summary>Whether elements are bytes from 0 to 255, which need no conversion.</summary>
    public bool IsByte => this is { Kind: ElementKind.Unsigned, Size: 1 };

    /// <summary>Reads a number. Numbers beyond 2^53 lose their last digits; no pixel and no label is that large.</summary>
    public double ReadNumber(ReadOnlySpan<byte> bytes)
    {
        if (Size == 1)
        {
            return Kind == ElementKind.Signed ? (sbyte)bytes[0] : bytes[0];
        }

        var bits = Size switch
        {
            2 => BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
        return (Kind, Size) switch
        {
            (ElementKind.Unsigned, _) => bits,
            (ElementKind.Signed, 2) => (short)bits,
            (ElementKind.Signed, 4) => (int)bits,
            (ElementKind.Signed, _) => (long)bits,
            (_, 2) => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            (_, 4) => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
    }

    /// <summary>Reads an element as the text of a label; null when it is a number with a fraction or none at all.</summary>
    public string? ReadText(ReadOnlySpan<byte> bytes) => Kind switch
    {
        ElementKind.Unicode => (BigEndian ? BigEndianText : Encoding.UTF32).GetString(bytes).TrimEnd('\0'),
        ElementKind.Bytes => Encoding.UTF8.GetString(bytes).TrimEnd('\0'),
        _ => NumberText(ReadNumber(bytes)),
    };

    private static string? NumberText(double number) =>
        double.IsInteger(number) && Math.Abs(number) < 1e15 ? ((long)number).ToString(CultureInfo.InvariantCulture) : null;
}

/// <summary>What the elements of an array are.</summary>
internal enum ElementKind
{
    /// <summary>Whole numbers from 0 on.</summary>
    Unsigned,

    /// <summary>Whole numbers.</summary>
    Signed,

    /// <summary>Floating-point numbers.</summary>
    Float,

    /// <summary>Text, four bytes a character.</summary>
    Unicode,

    /// <summary>Text, a byte a character.</summary>
    Bytes,
}
