using System.Runtime.InteropServices;

namespace Digits.Imaging;

/// <summary>Separates ink from paper: the ink of a pixel is how far its colour is from the paper's, less the noise of the paper.</summary>
internal static class InkMask
{
    // The border of paper that is not quite even (scans, photographs, shading) deviates from the paper's colour by at most this many
    // times its median deviation.
    private const int NoiseSpread = 5;
    private const int MaxNoise = 96;

    /// <summary>The ink of a grey picture without transparency.</summary>
    public static GrayImage Extract(Picture picture)
    {
        var paper = Histogram.OfBorder(picture.Pixels, picture.Width, picture.Height).Median;
        var ink = GC.AllocateUninitializedArray<byte>(picture.Width * picture.Height);
        Bytes.Distance(picture.Pixels, paper, ink);
        Bytes.SubtractDownToZero(ink, Noise(Histogram.OfBorder(ink, picture.Width, picture.Height).Median));
        return new GrayImage(picture.Width, picture.Height, ink);
    }

    /// <summary>The ink in one region of a picture with red, green, blue and alpha.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="border">The border of the region; the region becomes the whole image.</param>
    /// <param name="backdrop">The opaque colour under the transparent parts.</param>
    public static GrayImage Extract(Picture picture, BorderColors border, PixelColor backdrop)
    {
        var region = border.Region;
        var paper = border.MedianOver(backdrop);
        var noise = Noise(border.Median(color => color.Over(backdrop).DistanceTo(paper)));
        var ink = GC.AllocateUninitializedArray<byte>(region.Width * region.Height);
        for (var y = 0; y < region.Height; y++)
        {
            var row = MemoryMarshal.Cast<byte, PixelColor>(picture.Row(region.Y + y)).Slice(region.X, region.Width);
            Measure(row, backdrop, paper, noise, ink.AsSpan(y * region.Width, region.Width));
        }

        return new GrayImage(region.Width, region.Height, ink);
    }

    // Drawings have long runs of equal pixels, so the end of each run is searched and its ink is computed once.
    private static void Measure(ReadOnlySpan<PixelColor> row, PixelColor backdrop, PixelColor paper, byte noise, Span<byte> ink)
    {
        var pixels = MemoryMarshal.Cast<PixelColor, uint>(row);
        for (var x = 0; x < ink.Length;)
        {
            var value = (byte)Math.Max(0, row[x].Over(backdrop).DistanceTo(paper) - noise);
            if (x + 1 < ink.Length && pixels[x + 1] == pixels[x])
            {
                var length = pixels[x..].IndexOfAnyExcept(pixels[x]);
                length = length < 0 ? ink.Length - x : length;
                ink.Slice(x, length).Fill(value);
                x += length;
            }
            else
            {
                ink[x] = value;
                x++;
            }
        }
    }

    private static byte Noise(byte medianDeviation) => (byte)Math.Min(MaxNoise, NoiseSpread * medianDeviation);
}
