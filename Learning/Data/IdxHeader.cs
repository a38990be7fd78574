using System.Buffers.Binary;
using System.Globalization;

namespace Digits.Learning.Data;

/// <summary>
/// The header of an IDX file: a big-endian magic number (two zero bytes, the element type, the number of dimensions),
/// then one big-endian 32-bit size a dimension.
/// </summary>
/// <param name="Kind">What the file holds.</param>
/// <param name="Count">Number of items, at least 1.</param>
/// <param name="Height">Height of an image in pixels, 1 to <see cref="MaxSide"/>; 1 for labels.</param>
/// <param name="Width">Width of an image in pixels, 1 to <see cref="MaxSide"/>; 1 for labels.</param>
public readonly record struct IdxHeader(IdxKind Kind, int Count, int Height, int Width)
{
    /// <summary>The greatest height or width that is believed.</summary>
    public const int MaxSide = 4096;

    private const int MagicSize = 4;
    private const int UnsignedByte = 0x08;
    private const int ImageDimensions = 3;
    private const int LabelDimensions = 1;

    /// <summary>Bytes of one item.</summary>
    public int ItemSize => Height * Width;

    /// <summary>Bytes of the header itself.</summary>
    public int Size => MagicSize + (4 * (Kind == IdxKind.Images ? ImageDimensions : LabelDimensions));

    /// <summary>Bytes of the whole file, unpacked.</summary>
    public long FileSize => Size + ((long)Count * ItemSize);

    /// <summary>Reads a header and leaves the stream at the first item.</summary>
    /// <exception cref="IdxFormatException">The header is cut short, has a wrong magic number or claims impossible sizes.</exception>
    internal static IdxHeader Read(Stream stream, string name)
    {
        Span<byte> bytes = stackalloc byte[MagicSize + (4 * ImageDimensions)];
        var magic = bytes[..MagicSize];
        var got = stream.ReadAtLeast(magic, MagicSize, throwOnEndOfStream: false);
        if (got < MagicSize)
        {
            throw new IdxFormatException(
                IdxFault.Truncated,
                $"{name} is truncated: its magic number has {MagicSize} bytes, the file ends after {got}.");
        }

        var kind = ReadKind(magic, name);
        var dimensions = kind == IdxKind.Images ? ImageDimensions : LabelDimensions;
        var sizes = bytes.Slice(MagicSize, 4 * dimensions);
        got = stream.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false);
        if (got < sizes.Length)
        {
            throw new IdxFormatException(
                IdxFault.Truncated,
                $"{name} is truncated: its header has {MagicSize + sizes.Length} bytes, the file ends after {MagicSize + got}.");
        }

        return Check(
            kind,
            BinaryPrimitives.ReadUInt32BigEndian(sizes),
            kind == IdxKind.Images ? BinaryPrimitives.ReadUInt32BigEndian(sizes[4..]) : 1,
            kind == IdxKind.Images ? BinaryPrimitives.ReadUInt32BigEndian(sizes[8..]) : 1,
            name);
    }

    private static IdxKind ReadKind(ReadOnlySpan<byte> magic, string name)
    {
        var found = Convert.ToHexString(magic);
        if (magic[0] != 0 || magic[1] != 0)
        {
            throw new IdxFormatException(
                IdxFault.BadMagic,
                $"{name} is not an IDX file: its magic number is 0x{found}, images have 0x00000803 and labels 0x00000801.");
        }

        if (magic[2] != UnsignedByte)
        {
            throw new IdxFormatException(
                IdxFault.BadMagic,
                $"{name} has the magic number 0x{found}: element type 0x{magic[2]:X2} where only unsigned bytes (0x08) can be read.");
        }

        return magic[3] switch
        {
            ImageDimensions => IdxKind.Images,
            LabelDimensions => IdxKind.Labels,
            var dimensions => throw new IdxFormatException(
                IdxFault.BadMagic,
                $"{name} has the magic number 0x{found}: {dimensions} dimensions where images have 3 and labels have 1."),
        };
    }

    private static IdxHeader Check(IdxKind kind, uint count, uint height, uint width, string name)
    {
        if (height is 0 or > MaxSide || width is 0 or > MaxSide)
        {
            throw new IdxFormatException(
                IdxFault.BadDimensions,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} claims images of {height}x{width} pixels; 1x1 to {MaxSide}x{MaxSide} can be read."));
        }

        return count switch
        {
            0 => throw new IdxFormatException(IdxFault.Empty, $"{name} holds no {(kind == IdxKind.Images ? "images" : "labels")}."),
            > int.MaxValue => throw new IdxFormatException(
                IdxFault.BadDimensions,
                string.Create(CultureInfo.InvariantCulture, $"{name} claims {count} items; at most {int.MaxValue} can be read.")),
            _ => new IdxHeader(kind, (int)count, (int)height, (int)width),
        };
    }
}
