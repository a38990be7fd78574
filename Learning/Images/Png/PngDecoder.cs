using System.IO.Compression;

namespace Digits.Learning.Images.Png;

/// <summary>
/// Reads PNG files: every colour type and bit depth, all filters, transparency; no interlacing. Colour profiles and gamma are ignored.
/// </summary>
internal static class PngDecoder
{
    // Deflate cannot shrink anything by more than about 1032 : 1.
    private const long MaxCompressionRatio = 1040;

    /// <param name="bytes">The file.</param>
    /// <param name="maxSide">The longest side that is read, in pixels.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The bytes are not a PNG that can be read; nothing else is thrown, whatever the bytes.</exception>
    public static RgbaImage Decode(ReadOnlySpan<byte> bytes, int maxSide = PngHeader.MaxSide)
    {
        var file = PngFile.Read(bytes, maxSide);
        var needed = (long)file.Header.Height * (file.Header.RowBytes + 1);
        if (needed > file.DataLength * MaxCompressionRatio)
        {
            throw TooFewPixels(file.Header);
        }

        var image = new RgbaImage(file.Header.Width, file.Header.Height);
        try
        {
            Inflate(file, image);
            return image;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            image.Dispose();
            throw new ImageFormatException(ImageFault.Invalid, "The PNG is damaged: its pixels cannot be decompressed.", fault);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void Inflate(PngFile file, RgbaImage image)
    {
        using var pixels = new ZLibStream(file.OpenData(), CompressionMode.Decompress);
        var reader = new PngPixelReader(file);
        var above = new byte[file.Header.RowBytes + 1];
        var row = new byte[above.Length];
        for (var y = 0; y < image.Height; y++)
        {
            if (pixels.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw TooFewPixels(file.Header);
            }

            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), file.Header.FilterDistance);
            reader.Read(row.AsSpan(1), image.Row(y));
            (above, row) = (row, above);
        }

        // Asking for one byte more also makes zlib check its checksum.
        if (pixels.ReadByte() >= 0)
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The PNG holds more pixels than the {image.Width}x{image.Height} that it claims.");
        }
    }

    private static ImageFormatException TooFewPixels(PngHeader header) =>
        new(ImageFault.Truncated, $"The PNG is cut short: it claims {header.Width}x{header.Height} pixels and holds fewer.");
}
