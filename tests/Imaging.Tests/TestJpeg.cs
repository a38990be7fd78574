using System.Buffers.Binary;
using SkiaSharp;

namespace Digits.Imaging.Tests;

/// <summary>Writes JPEG files with an EXIF orientation.</summary>
internal static class TestJpeg
{
    /// <param name="image">What is stored.</param>
    /// <param name="orientation">1 to 8.</param>
    public static byte[] Encode(GrayImage image, int orientation)
    {
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        using var pixels = SKImage.FromPixelCopy(info, image.Pixels);
        using var data = pixels.Encode(SKEncodedImageFormat.Jpeg, 95);
        var jpeg = data.ToArray();

        // Segment APP1: a TIFF header of big-endian numbers and one directory with one entry, tag 0x0112, one short number.
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [.. jpeg[..2], 0xFF, 0xE1, .. length, .. exif, .. jpeg[2..]];
    }
}
