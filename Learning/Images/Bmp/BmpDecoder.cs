using System.Buffers.Binary;
using System.Numerics;

namespace Digits.Learning.Images.Bmp;

/// <summary>Reads uncompressed BMP files of every bit depth, with a palette or channel masks, stored from the bottom or the top.</summary>
internal static class BmpDecoder
{
    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes is [(byte)'B', (byte)'M', ..];

    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The bytes are no BMP that can be read; nothing else is thrown.</exception>
    public static RgbaImage Decode(ReadOnlySpan<byte> bytes, int maxSide)
    {
        var header = BmpHeader.Read(bytes, maxSide);
        if (bytes.Length - header.PixelOffset < (long)header.RowBytes * header.Height)
        {
            throw new ImageFormatException(
                ImageFault.Truncated, $"The BMP is cut short: it claims {header.Width}x{header.Height} pixels and holds fewer.");
        }

        var image = new RgbaImage(header.Width, header.Height);
        try
        {
            for (var y = 0; y < header.Height; y++)
            {
                var stored = header.TopDown ? y : header.Height - 1 - y;
                var row = bytes.Slice(header.PixelOffset + (stored * header.RowBytes), header.RowBytes);
                ReadRow(header, bytes, row, image.Row(y));
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void ReadRow(BmpHeader header, ReadOnlySpan<byte> file, ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        switch (header.BitDepth)
        {
            case <= 8:
                ReadIndexed(header, file, row, rgba);
                break;
            case 24:
                for (var x = 0; x < header.Width; x++)
                {
                    Put(rgba, x, row[(3 * x) + 2], row[(3 * x) + 1], row[3 * x]);
                }

                break;
            default:
                ReadMasked(header, row, rgba);
                break;
        }
    }

    private static void ReadIndexed(BmpHeader header, ReadOnlySpan<byte> file, ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        var depth = header.BitDepth;
        for (var x = 0; x < header.Width; x++)
        {
            var bit = x * depth;
            var index = (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
            if (index >= header.PaletteCount)
            {
                throw new ImageFormatException(
                    ImageFault.Invalid,
                    $"The BMP is damaged: a pixel has colour {index} and the palette {header.PaletteCount} colours.");
            }

            var color = file.Slice(header.PaletteOffset + (index * header.PaletteEntrySize), 3);
            Put(rgba, x, color[2], color[1], color[0]);
        }
    }

    private static void ReadMasked(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> rgba)
    {
        var (red, green, blue, alpha) = header.Masks;
        for (var x = 0; x < header.Width; x++)
        {
            var pixel = header.BitDepth == 16
                ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..])
                : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
            Put(rgba, x, Sample(pixel, red), Sample(pixel, green), Sample(pixel, blue));
            rgba[(4 * x) + 3] = alpha == 0 ? byte.MaxValue : Sample(pixel, alpha);
        }
    }

    // Brings the masked bits from 0 .. all ones to 0 .. 255.
    private static byte Sample(uint pixel, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }

        var shift = BitOperations.TrailingZeroCount(mask);
        ulong most = mask >> shift;
        return (byte)((((pixel & mask) >> shift) * 255UL + (most / 2)) / most);
    }

    private static void Put(Span<byte> rgba, int x, byte red, byte green, byte blue)
    {
        rgba[4 * x] = red;
        rgba[(4 * x) + 1] = green;
        rgba[(4 * x) + 2] = blue;
        rgba[(4 * x) + 3] = byte.MaxValue;
    }
}
