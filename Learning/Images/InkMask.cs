using System.Runtime.InteropServices;

namespace Digits.Learning.Images;

/// <summary>Separates ink from paper in one region of a picture.</summary>
internal static class InkMask
{
    // Paper that is not quite even (scans, photographs, shading) strays this many times its usual deviation at most.
    private const int NoiseSpread = 5;
    private const int MaxNoise = 96;

    /// <summary>The ink of <paramref name="region"/>, which becomes the whole image.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="region">Where to look.</param>
    /// <param name="backdrop">What lies under the transparent parts.</param>
    public static GrayImage Extract(RgbaImage picture, Region region, PlainColor backdrop)
    {
        var paper = FindPaper(picture, region, backdrop);
        var ink = new byte[region.Width * region.Height];
        for (var y = 0; y < region.Height; y++)
        {
            var row = picture.Row(region.Y + y).Slice(4 * region.X, 4 * region.Width);
            Measure(row, backdrop, paper, ink.AsSpan(y * region.Width, region.Width));
        }

        RemoveNoise(ink, new Region(0, 0, region.Width, region.Height));
        return new GrayImage(region.Width, region.Height, ink);
    }

    private static PlainColor FindPaper(RgbaImage picture, Region region, PlainColor backdrop)
    {
        var (red, green, blue) = (new Histogram(), new Histogram(), new Histogram());
        foreach (var (x, y) in region.Border())
        {
            var pixel = picture.Row(y).Slice(4 * x, 4);
            red.Add(Over(pixel[0], pixel[3], backdrop.Red));
            green.Add(Over(pixel[1], pixel[3], backdrop.Green));
            blue.Add(Over(pixel[2], pixel[3], backdrop.Blue));
        }

        return new PlainColor(red.Median, green.Median, blue.Median);
    }

    private static void Measure(ReadOnlySpan<byte> rgba, PlainColor backdrop, PlainColor paper, Span<byte> ink)
    {
        // Neighbours are mostly alike, so most pixels have the ink of the one before.
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        var (before, inkBefore) = (pixels[0], Ink(rgba, backdrop, paper));
        for (var x = 0; x < ink.Length; x++)
        {
            if (pixels[x] != before)
            {
                (before, inkBefore) = (pixels[x], Ink(rgba.Slice(4 * x, 4), backdrop, paper));
            }

            ink[x] = inkBefore;
        }
    }

    private static byte Ink(ReadOnlySpan<byte> pixel, PlainColor backdrop, PlainColor paper)
    {
        var alpha = pixel[3];
        var red = Math.Abs(Over(pixel[0], alpha, backdrop.Red) - paper.Red);
        var green = Math.Abs(Over(pixel[1], alpha, backdrop.Green) - paper.Green);
        var blue = Math.Abs(Over(pixel[2], alpha, backdrop.Blue) - paper.Blue);
        return (byte)Math.Max(red, Math.Max(green, blue));
    }

    private static void RemoveNoise(Span<byte> ink, Region all)
    {
        var border = new Histogram();
        foreach (var (x, y) in all.Border())
        {
            border.Add(ink[(y * all.Width) + x]);
        }

        var noise = Math.Min(MaxNoise, NoiseSpread * border.Median);
        if (noise == 0)
        {
            return;
        }

        foreach (ref var value in ink)
        {
            value = (byte)Math.Max(0, value - noise);
        }
    }

    // (v * a + b * (255 - a)) / 255, rounded.
    private static byte Over(byte value, byte alpha, byte backdrop) => alpha switch
    {
        255 => value,
        0 => backdrop,
        _ => (byte)(((value * alpha) + (backdrop * (255 - alpha)) + 127) / 255),
    };
}
