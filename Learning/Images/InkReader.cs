using Digits.Learning.Images.Png;

namespace Digits.Learning.Images;

/// <summary>
/// Reads a picture of handwriting as ink: 0 where there is paper, up to 255 where there is full ink, whatever the two look like.
/// </summary>
/// <remarks>
/// Paper is the colour that most of the picture's border has; ink is how far a pixel is from it in its most different channel. So dark
/// on light, light on dark and colours of equal brightness all come out alike. A transparent canvas is laid on white or on black,
/// whichever shows more ink, so that neither black nor white strokes on nothing vanish.
/// </remarks>
public static class InkReader
{
    // An opaque sheet must show at least this much ink, or else it is itself the ink: a thick stroke, say a "1".
    private const int MinInkOnSheet = 64;

    /// <summary>Reads a PNG of up to 4096x4096 pixels.</summary>
    /// <returns>An ink image of the picture's size (of its opaque part, where that is a sheet with a transparent margin); blank if there
    /// is nothing on the paper.</returns>
    /// <exception cref="ImageFormatException">The bytes are not a PNG that can be read.</exception>
    public static GrayImage ReadPng(ReadOnlySpan<byte> png)
    {
        using var picture = PngDecoder.Decode(png);
        return Read(picture);
    }

    /// <summary>Reads a PNG, PGM (P2, P5) or BMP, recognised by its first bytes.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="maxSide">The longest side that is read, in pixels, 1 to 4096.</param>
    /// <returns>As <see cref="ReadPng"/>.</returns>
    /// <exception cref="ImageFormatException">The bytes are no picture that can be read.</exception>
    public static GrayImage ReadPicture(ReadOnlySpan<byte> file, int maxSide = PictureDecoder.MaxSide)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSide, PictureDecoder.MaxSide);
        using var picture = PictureDecoder.Decode(file, maxSide);
        return Read(picture);
    }

    private static GrayImage Read(RgbaImage picture)
    {
        var whole = new Region(0, 0, picture.Width, picture.Height);
        return Transparency.HasOpaqueBorder(picture)
            ? InkMask.Extract(picture, whole, Transparency.OpaqueBorderColor(picture, whole))
            : ReadSheet(picture) ?? ReadStrokes(picture, whole);
    }

    private static GrayImage? ReadSheet(RgbaImage picture)
    {
        if (Transparency.FindOpaqueSheet(picture) is not { } sheet)
        {
            return null;
        }

        var ink = InkMask.Extract(picture, sheet, Transparency.OpaqueBorderColor(picture, sheet));
        return ink.Pixels.ContainsAnyInRange((byte)MinInkOnSheet, byte.MaxValue) ? ink : null;
    }

    private static GrayImage ReadStrokes(RgbaImage picture, Region whole)
    {
        var onWhite = InkMask.Extract(picture, whole, PlainColor.White);
        var onBlack = InkMask.Extract(picture, whole, PlainColor.Black);
        return TotalInk(onWhite) >= TotalInk(onBlack) ? onWhite : onBlack;
    }

    private static long TotalInk(GrayImage image)
    {
        long total = 0;
        foreach (var ink in image.Pixels)
        {
            total += ink;
        }

        return total;
    }
}
