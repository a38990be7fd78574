using System.Buffers.Binary;

namespace Digits.Learning.Images.Bmp;

/// <summary>The headers of a BMP file: where its pixels and colours lie and how they are stored.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="TopDown">Whether the first stored row is the top one; usually it is the bottom one.</param>
/// <param name="BitDepth">Bits a pixel.</param>
/// <param name="PixelOffset">Where the pixels begin.</param>
/// <param name="PaletteOffset">Where the palette begins.</param>
/// <param name="PaletteEntrySize">Bytes a colour of the palette: blue, green, red, and in all but the oldest files a filler.</param>
/// <param name="PaletteCount">Colours of the palette; 0 without one.</param>
/// <param name="Masks">The bits of red, green, blue and alpha in a pixel of 16 or 32 bits; a channel without bits is not stored.</param>
internal sealed record BmpHeader(
    int Width,
    int Height,
    bool TopDown,
    int BitDepth,
    int PixelOffset,
    int PaletteOffset,
    int PaletteEntrySize,
    int PaletteCount,
    (uint Red, uint Green, uint Blue, uint Alpha) Masks)
{
    private const int FileHeaderSize = 14;
    private const int OldInfoSize = 12;
    private const int InfoSize = 40;
    private const int MaxInfoSize = 124;
    private const int AlphaMaskInfoSize = 56;
    private const int Plain = 0;
    private const int BitFields = 3;

    /// <summary>Bytes of a stored row: pixels, filled up to a multiple of 4.</summary>
    public int RowBytes => ((Width * BitDepth) + 31) / 32 * 4;

    /// <exception cref="ImageFormatException">The headers are cut short, break the rules, or ask for what is not read here.</exception>
    public static BmpHeader Read(ReadOnlySpan<byte> file, int maxSide)
    {
        if (file.Length < FileHeaderSize + OldInfoSize)
        {
            throw new ImageFormatException(ImageFault.Truncated, "The BMP is cut short: it ends before its headers do.");
        }

        var info = file[FileHeaderSize..];
        var infoSize = BinaryPrimitives.ReadUInt32LittleEndian(info);
        if (infoSize != OldInfoSize && infoSize is < InfoSize or > MaxInfoSize)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The BMP has an unknown header of {infoSize} bytes.");
        }

        if (info.Length < infoSize)
        {
            throw new ImageFormatException(ImageFault.Truncated, "The BMP is cut short: it ends before its headers do.");
        }

        var pixels = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        var header = infoSize == OldInfoSize ? ReadOld(info, maxSide) : ReadInfo(info, (int)infoSize, maxSide);
        if (pixels < header.PaletteOffset || pixels > file.Length)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The BMP is damaged: it says that its pixels begin at byte {pixels}.");
        }

        // The palette ends where the pixels begin, whatever it claims.
        var room = (int)(pixels - header.PaletteOffset) / header.PaletteEntrySize;
        return header with { PixelOffset = (int)pixels, PaletteCount = Math.Min(header.PaletteCount, room) };
    }

    private static BmpHeader ReadOld(ReadOnlySpan<byte> info, int maxSide)
    {
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(info[4..]), BinaryPrimitives.ReadUInt16LittleEndian(info[6..]));
        PictureDecoder.CheckSides(width, height, "BMP", maxSide);
        var depth = CheckDepth(BinaryPrimitives.ReadUInt16LittleEndian(info[10..]), Plain);
        return new BmpHeader(width, height, false, depth, 0, FileHeaderSize + OldInfoSize, 3, Colors(depth, 0), DefaultMasks(depth));
    }

    private static BmpHeader ReadInfo(ReadOnlySpan<byte> info, int infoSize, int maxSide)
    {
        var width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]);
        long height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        PictureDecoder.CheckSides(width, Math.Abs(height), "BMP", maxSide);
        var compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        var depth = CheckDepth(BinaryPrimitives.ReadUInt16LittleEndian(info[14..]), compression);
        var masks = DefaultMasks(depth);
        var palette = FileHeaderSize + infoSize;
        if (compression == BitFields)
        {
            // In files with the short header the masks stand behind it.
            var missing = infoSize == InfoSize ? 12 : 0;
            palette += missing;
            if (info.Length < InfoSize + 12)
            {
                throw new ImageFormatException(ImageFault.Truncated, "The BMP is cut short: it ends before its headers do.");
            }

            masks = (
                BinaryPrimitives.ReadUInt32LittleEndian(info[40..]),
                BinaryPrimitives.ReadUInt32LittleEndian(info[44..]),
                BinaryPrimitives.ReadUInt32LittleEndian(info[48..]),
                infoSize >= AlphaMaskInfoSize ? BinaryPrimitives.ReadUInt32LittleEndian(info[52..]) : 0);
        }

        var colors = Colors(depth, BinaryPrimitives.ReadUInt32LittleEndian(info[32..]));
        return new BmpHeader(width, (int)Math.Abs(height), height < 0, depth, 0, palette, 4, colors, masks);
    }

    private static int CheckDepth(int depth, uint compression)
    {
        if (compression is not (Plain or BitFields))
        {
            throw new ImageFormatException(
                ImageFault.Unsupported, $"The BMP is compressed (method {compression}); save it uncompressed, or as PNG.");
        }

        var legal = compression == BitFields ? depth is 16 or 32 : depth is 1 or 4 or 8 or 16 or 24 or 32;
        return legal ? depth : throw new ImageFormatException(ImageFault.Invalid, $"The BMP has the wrong bit depth {depth}.");
    }

    private static int Colors(int depth, uint claimed)
    {
        var most = depth <= 8 ? 1 << depth : 0;
        return claimed == 0 || claimed > most ? most : (int)claimed;
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) DefaultMasks(int depth) =>
        depth == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0xFF0000u, 0xFF00u, 0xFFu, 0u);
}
