using Digits.Learning.Images.Bmp;
using Digits.Learning.Images.Png;

namespace Digits.Learning.Images;

/// <summary>Decodes picture files of every kind that is read, recognised by their first bytes.</summary>
internal static class PictureDecoder
{
    /// <summary>The longest side that is read, in pixels.</summary>
    public const int MaxSide = PngHeader.MaxSide;

    /// <param name="bytes">The file.</param>
    /// <param name="maxSide">The longest side that is read, at most <see cref="MaxSide"/>.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The bytes are no picture that can be read; nothing else is thrown.</exception>
    public static RgbaImage Decode(ReadOnlySpan<byte> bytes, int maxSide)
    {
        if (PgmDecoder.Recognizes(bytes))
        {
            return PgmDecoder.Decode(bytes, maxSide);
        }

        if (BmpDecoder.Recognizes(bytes))
        {
            return BmpDecoder.Decode(bytes, maxSide);
        }

        if (!bytes.IsEmpty && !bytes.StartsWith(PngSignature.Bytes[..4]))
        {
            throw new ImageFormatException(
                ImageFault.Invalid,
                PngSignature.OtherFormat(bytes) is { } format
                    ? $"The picture is a {format} file; PNG, PGM and BMP are read."
                    : "The file is no picture: it begins as no PNG, PGM or BMP does.");
        }

        return PngDecoder.Decode(bytes, maxSide);
    }

    /// <summary>Refuses sides that are 0 or too long, before anyone makes room for them.</summary>
    public static void CheckSides(long width, long height, string format, int maxSide)
    {
        if (width <= 0 || height <= 0)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The {format} claims an impossible size of {width}x{height} pixels.");
        }

        if (width > maxSide || height > maxSide)
        {
            throw new ImageFormatException(
                ImageFault.TooLarge, $"The {format} claims {width}x{height} pixels; at most {maxSide}x{maxSide} are read.");
        }
    }
}
