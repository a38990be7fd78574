using System.Globalization;

namespace Digits.Learning.Images;

/// <summary>
/// Reads PGM files: "P5" (binary, one or two bytes a value) and "P2" (decimal text). Values are brought from 0 .. their
/// maximum to 0 .. 255.
/// </summary>
internal static class PgmDecoder
{
    private const int MaxValue = 65535;
    private const byte Comment = (byte)'#';

    public static bool Recognizes(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && bytes[0] == 'P' && bytes[1] is (byte)'2' or (byte)'5' && (IsSpace(bytes[2]) || bytes[2] == Comment);

    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The bytes are no PGM that can be read; nothing else is thrown.</exception>
    public static RgbaImage Decode(ReadOnlySpan<byte> bytes, int maxSide)
    {
        var binary = bytes[1] == '5';
        var at = 2;
        var width = ReadNumber(bytes, ref at, "width");
        var height = ReadNumber(bytes, ref at, "height");
        PictureDecoder.CheckSides(width, height, "PGM", maxSide);
        var max = ReadNumber(bytes, ref at, "maximum");
        if (max is 0 or > MaxValue)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The PGM has the maximum {max}, which is not from 1 to {MaxValue}.");
        }

        // A text value takes two bytes at least, but for the last.
        var valueSize = binary && max > byte.MaxValue ? 2 : 1;
        var needed = (long)width * height * (binary ? valueSize : 2);
        if (bytes.Length - at < needed - 1)
        {
            throw Truncated(width, height);
        }

        var image = new RgbaImage(width, height);
        try
        {
            if (binary)
            {
                ReadBinary(bytes, at + 1, valueSize, max, image);
            }
            else
            {
                ReadText(bytes, at, max, image);
            }

            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    // One space ends the header; every byte after it is a pixel.
    private static void ReadBinary(ReadOnlySpan<byte> bytes, int at, int valueSize, int max, RgbaImage image)
    {
        var count = image.Width * image.Height;
        if (bytes.Length - at < (long)count * valueSize)
        {
            throw Truncated(image.Width, image.Height);
        }

        for (var pixel = 0; pixel < count; pixel++, at += valueSize)
        {
            Put(image, pixel, valueSize == 1 ? bytes[at] : (bytes[at] << 8) | bytes[at + 1], max);
        }
    }

    private static void ReadText(ReadOnlySpan<byte> bytes, int at, int max, RgbaImage image)
    {
        var count = image.Width * image.Height;
        for (var pixel = 0; pixel < count; pixel++)
        {
            Put(image, pixel, ReadNumber(bytes, ref at, "value"), max);
        }
    }

    private static void Put(RgbaImage image, int pixel, int value, int max)
    {
        if (value > max)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The PGM is damaged: it has the value {value} beyond its maximum {max}.");
        }

        var gray = (byte)(max == byte.MaxValue ? value : ((value * byte.MaxValue) + (max / 2)) / max);
        image.Pixels[4 * pixel] = gray;
        image.Pixels[(4 * pixel) + 1] = gray;
        image.Pixels[(4 * pixel) + 2] = gray;
        image.Pixels[(4 * pixel) + 3] = byte.MaxValue;
    }

    private static int ReadNumber(ReadOnlySpan<byte> bytes, ref int at, string what)
    {
        SkipSpace(bytes, ref at);
        var start = at;
        var number = 0;
        for (; at < bytes.Length && char.IsAsciiDigit((char)bytes[at]); at++)
        {
            number = Math.Min(int.MaxValue / 100, (10 * number) + bytes[at] - '0');
        }

        if (at > start)
        {
            return number;
        }

        throw at == bytes.Length
            ? new ImageFormatException(ImageFault.Truncated, $"The PGM is cut short: its {what} is missing.")
            : new ImageFormatException(
                ImageFault.Invalid,
                string.Create(CultureInfo.InvariantCulture, $"The PGM is damaged: the byte {bytes[at]} stands where its {what} belongs."));
    }

    private static void SkipSpace(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length && (IsSpace(bytes[at]) || bytes[at] == Comment))
        {
            if (bytes[at] == Comment)
            {
                var line = bytes[at..].IndexOfAny((byte)'\n', (byte)'\r');
                at = line < 0 ? bytes.Length : at + line;
            }
            else
            {
                at++;
            }
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);

    private static ImageFormatException Truncated(int width, int height) =>
        new(ImageFault.Truncated, $"The PGM is cut short: it claims {width}x{height} pixels and holds fewer.");
}
