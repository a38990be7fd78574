namespace Digits.Imaging;

/// <summary>
/// The one preprocessing of import, drawing and prediction: ink scaled to fill 20 of 28 pixels with its aspect kept, then moved until its
/// centre of mass lies at pixel index 14. MNIST was made that way, so its images pass through unchanged, and so does everything that
/// was normalised before.
/// </summary>
public static class Normalizer
{
    /// <summary>The usual side of a normalised image, in pixels.</summary>
    public const int DefaultSize = 28;

    // Paper is light from this value on.
    internal const int LightPaper = 128;

    // The part of each side that ink may fill: 20 of 28.
    private const double FilledPart = 20.0 / 28.0;

    // Ink weaker than this part of the strongest ink is ignored when the image is cropped.
    private const double FaintPart = 0.02;

    // Below this there is no ink, only paper that is not quite even.
    private const int MinInk = 10;

    // Full ink: MNIST's images all reach 254.
    private const int FullInk = 250;

    // Half a pixel, and a little more for the two of MNIST's 70,000 images whose centres are 0.506 and 0.520 pixels off.
    private const double CenterTolerance = 0.525;

    // After one pass a distant speck may have faded, so that the rest fits better in the next. Only contrived images need all passes.
    private const int MaxPasses = 8;

    /// <summary>Normalises an ink image, or one with ink darker than its paper, to a square.</summary>
    /// <param name="image">The image; if its border is mostly light, it is inverted first.</param>
    /// <param name="size">The side of the result, at least 4.</param>
    /// <returns>An ink image of <paramref name="size"/> by <paramref name="size"/>; blank if there is no ink.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 4.</exception>
    public static GrayImage Normalize(GrayImage image, int size = DefaultSize) => Normalize(image, size, size);

    /// <summary>Normalises an ink image, or one with ink darker than its paper, to a rectangle.</summary>
    /// <param name="image">The image; if its border is mostly light, it is inverted first.</param>
    /// <param name="width">Columns of the result, at least 4.</param>
    /// <param name="height">Rows of the result, at least 4.</param>
    /// <returns>An ink image of the given size; blank if there is no ink.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 4.</exception>
    public static GrayImage Normalize(GrayImage image, int width, int height) => Normalize(image, width, height, InkTone.Unknown, out _);

    /// <summary>Normalises a picture whose ink is known to be light or dark, or an image as the other overloads take it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">Columns of the result, at least 4.</param>
    /// <param name="height">Rows of the result, at least 4.</param>
    /// <param name="tone">Which side of the picture is ink; unknown to have it found out from the border.</param>
    /// <param name="used">Which side was taken for ink.</param>
    /// <returns>An ink image of the given size; blank if there is no ink.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 4.</exception>
    public static GrayImage Normalize(GrayImage image, int width, int height, InkTone tone, out InkTone used)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 4);
        var current = ToInk(image, tone, out used);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var peak = Bytes.Max(current.Pixels);
            if (peak < MinInk)
            {
                return new GrayImage(width, height, new byte[width * height]);
            }

            if (peak >= FullInk && current.Width == width && current.Height == height && IsFitted(current))
            {
                return current;
            }

            current = Fit(current, peak, width, height);
        }

        return current;
    }

    private static GrayImage ToInk(GrayImage image, InkTone tone, out InkTone used)
    {
        if (image.Tone == InkTone.Unknown)
        {
            used = tone != InkTone.Unknown ? tone : HasLightBorder(image) ? InkTone.Dark : InkTone.Light;
            return used == InkTone.Dark ? Invert(image, byte.MaxValue) : image;
        }

        // The image holds the distance to what was taken for paper. Where that is the ink, the paper is what is farthest from it.
        used = tone != InkTone.Unknown ? tone : image.Tone;
        var read = used == image.Tone ? image : Invert(image, Bytes.Max(image.Pixels));
        return tone == InkTone.Unknown && HasLightBorder(read) ? Invert(read, byte.MaxValue) : read;
    }

    private static bool HasLightBorder(GrayImage image) =>
        Histogram.OfBorder(image.Pixels, image.Width, image.Height).Median >= LightPaper;

    private static GrayImage Invert(GrayImage image, int white)
    {
        var pixels = image.Pixels.ToArray();
        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = (byte)(white - pixel);
        }

        return new GrayImage(image.Width, image.Height, pixels);
    }

    private static bool IsFitted(GrayImage image)
    {
        var (boxWidth, boxHeight) = (Filled(image.Width), Filled(image.Height));
        var ink = InkBounds.Find(image, threshold: 0);
        var fits = ink.Width <= boxWidth && ink.Height <= boxHeight && (ink.Width >= boxWidth - 1 || ink.Height >= boxHeight - 1);
        if (!fits)
        {
            return false;
        }

        var (x, y) = InkBounds.CenterOfMass(image.Pixels, image.Width);
        return IsPlaced(x, ink.X, ink.Width, image.Width) && IsPlaced(y, ink.Y, ink.Height, image.Height);
    }

    // Lopsided ink cannot always be centred: then it touches the edge that it was moved towards.
    private static bool IsPlaced(double center, int start, int length, int side)
    {
        var off = (side / 2) - center;
        return Math.Abs(off) <= CenterTolerance || (off < 0 && start == 0) || (off > 0 && start + length == side);
    }

    private static GrayImage Fit(GrayImage image, int peak, int width, int height)
    {
        var ink = InkBounds.Find(image, threshold: (int)(peak * FaintPart));
        var scale = Math.Min((double)Filled(width) / ink.Width, (double)Filled(height) / ink.Height);
        var (inkWidth, inkHeight) = (ScaledSide(ink.Width, scale, width), ScaledSide(ink.Height, scale, height));
        var scaled = Stretch(Resampler.Scale(image, ink, inkWidth, inkHeight));
        var (centerX, centerY) = InkBounds.CenterOfMass(scaled, inkWidth);
        var left = Offset(centerX, inkWidth, width);
        var top = Offset(centerY, inkHeight, height);
        var pixels = new byte[width * height];
        for (var y = 0; y < inkHeight; y++)
        {
            scaled.AsSpan(y * inkWidth, inkWidth).CopyTo(pixels.AsSpan(((top + y) * width) + left));
        }

        return new GrayImage(width, height, pixels);
    }

    // Weak ink is stretched to full strength; ink that is strong already stays as it is.
    private static byte[] Stretch(float[] ink)
    {
        var peak = ink.Max();
        var gain = peak >= FullInk ? 1 : 255 / peak;
        return Array.ConvertAll(ink, value => (byte)MathF.Min(255, MathF.Round(value * gain)));
    }

    private static int Filled(int side) => (int)Math.Round(side * FilledPart);

    private static int ScaledSide(int length, double scale, int side) =>
        Math.Clamp((int)Math.Round(length * scale), 1, Filled(side));

    private static int Offset(double center, int length, int side) =>
        Math.Clamp((int)Math.Floor((side / 2) - center + 0.5), 0, side - length);
}
