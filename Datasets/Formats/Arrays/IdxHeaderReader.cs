namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Reads the header of an IDX file: two zero bytes, the element type, the number of dimensions, then one big-endian 32-bit size a
/// dimension.
/// </summary>
internal static class IdxHeaderReader
{
    private const int MagicSize = 4;

    /// <exception cref="RefusalException">The header is cut short or claims what cannot be read.</exception>
    public static ArrayHeader Read(Stream stream, string name)
    {
        Span<byte> magic = stackalloc byte[MagicSize];
        ArrayHeader.Fill(stream, magic, "idx", name);
        var type = ReadType(magic, name);
        var sizes = new byte[4 * magic[3]];
        ArrayHeader.Fill(stream, sizes, "idx", name);
        var dimensions = new long[magic[3]];
        for (var dimension = 0; dimension < dimensions.Length; dimension++)
        {
            dimensions[dimension] = BinaryPrimitives.ReadUInt32BigEndian(sizes.AsSpan(4 * dimension));
        }

        return new ArrayHeader("idx", type, dimensions, MagicSize + sizes.Length);
    }

    private static ElementType ReadType(ReadOnlySpan<byte> magic, string name) => magic[2] switch
    {
        0x08 => new ElementType(ElementKind.Unsigned, 1, BigEndian: true),
        0x09 => new ElementType(ElementKind.Signed, 1, BigEndian: true),
        0x0B => new ElementType(ElementKind.Signed, 2, BigEndian: true),
        0x0C => new ElementType(ElementKind.Signed, 4, BigEndian: true),
        0x0D => new ElementType(ElementKind.Float, 4, BigEndian: true),
        0x0E => new ElementType(ElementKind.Float, 8, BigEndian: true),
        _ => throw Errors.ArrayBadHeader(
            "idx", name, $"its magic number 0x{Convert.ToHexString(magic)} names the unknown element type 0x{magic[2]:X2}"),
    };
}
