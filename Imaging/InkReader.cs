namespace Digits.Imaging;

/// <summary>
/// Reads a picture of handwriting as ink: 0 where there is paper, up to 255 where there is full ink, whatever the two look like.
/// </summary>
/// <remarks>
/// Paper is the colour that most of the picture's border has; ink is how far a pixel is from it in its most different channel. So dark
/// on light, light on dark and colours of equal brightness all give the same ink. A transparent canvas is laid on white or on black,
/// whichever shows more ink, so that neither black nor white strokes on nothing vanish. Where the border shows that the paper is not one
/// colour, as in photographs, <see cref="Photograph"/> reads the picture.
/// </remarks>
public static class InkReader
{
    // An opaque sheet must show at least this much ink, or else it is itself the ink: a thick stroke, for example a "1".
    private const int MinInkOnSheet = 64;

    /// <summary>Reads a PNG, JPEG, WebP, GIF, BMP or PNM file, recognised by its first bytes.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="maxSide">The longest side that is read, in pixels, 1 to 4096.</param>
    /// <returns>An ink image of the picture's size, upright (of its opaque part, where that is a sheet with a transparent margin; reduced,
    /// where it is a photograph); blank if there is nothing on the paper.</returns>
    /// <exception cref="ImageFormatException">The bytes are no picture that can be read.</exception>
    public static GrayImage Read(ReadOnlySpan<byte> file, int maxSide = PictureHeader.MaxSide)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSide, PictureHeader.MaxSide);
        return Read(file, maxSide, upright => upright);
    }

    /// <summary>Reads a file as <see cref="Read(ReadOnlySpan{byte}, int)"/> does and normalises it for a network.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="width">Columns of the result, at least 4.</param>
    /// <param name="height">Rows of the result, at least 4.</param>
    /// <returns>An ink image of the given size; blank if there is no ink.</returns>
    /// <exception cref="ImageFormatException">The bytes are no picture that can be read.</exception>
    public static GrayImage ReadNormalized(
        ReadOnlySpan<byte> file, int width = Normalizer.DefaultSize, int height = Normalizer.DefaultSize) =>
        Read(file, PictureHeader.MaxSide, upright => Normalizer.Normalize(upright, width, height));

    // The image that "use" receives has the picture's size and lies in memory that is reused; "use" must not keep it.
    private static GrayImage Read(ReadOnlySpan<byte> file, int maxSide, Func<GrayImage, GrayImage> use)
    {
        using var picture = PictureDecoder.Decode(file, maxSide);
        var ink = Read(picture);
        try
        {
            var made = use(picture.Orientation.Apply(ink));
            return ReferenceEquals(made, ink) ? ink.Detach() : made;
        }
        finally
        {
            ink.Return();
        }
    }

    private static GrayImage Read(Picture picture)
    {
        if (Photograph.IsLikely(picture) && Photograph.Read(picture) is { } photo)
        {
            return photo;
        }

        if (picture.Channels == Picture.Gray)
        {
            return ReadPaper(picture, InkMask.Extract(picture));
        }

        var border = new BorderColors(picture, new Region(0, 0, picture.Width, picture.Height));
        return border.IsOpaque
            ? ReadPaper(picture, InkMask.Extract(picture, border, border.OpaqueMedian()))
            : ReadSheet(picture) ?? ReadStrokes(picture, border);
    }

    private static GrayImage ReadPaper(Picture picture, GrayImage ink)
    {
        if (!Photograph.IsLikely(ink) || Photograph.Read(picture) is not { } photo)
        {
            return ink;
        }

        ink.Return();
        return photo;
    }

    private static GrayImage? ReadSheet(Picture picture)
    {
        if (OpaqueSheet.Find(picture) is not { } sheet)
        {
            return null;
        }

        var border = new BorderColors(picture, sheet);
        var ink = InkMask.Extract(picture, border, border.OpaqueMedian());
        if (ink.Pixels.ContainsAnyInRange((byte)MinInkOnSheet, byte.MaxValue))
        {
            return ink;
        }

        ink.Return();
        return null;
    }

    private static GrayImage ReadStrokes(Picture picture, BorderColors border)
    {
        var onWhite = InkMask.Extract(picture, border, PixelColor.White);
        var onBlack = InkMask.Extract(picture, border, PixelColor.Black);
        var (chosen, other) = Bytes.Sum(onWhite.Pixels) >= Bytes.Sum(onBlack.Pixels) ? (onWhite, onBlack) : (onBlack, onWhite);
        other.Return();
        return chosen;
    }
}
