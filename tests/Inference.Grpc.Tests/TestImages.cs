using Digits.Imaging;

namespace Digits.Inference.Tests;

/// <summary>Pictures to read.</summary>
internal static class TestImages
{
    /// <summary>A slanted stroke with a foot, as ink.</summary>
    public static GrayImage Stroke(int side = 28)
    {
        var pixels = new byte[side * side];
        for (var i = side / 6; i < side * 5 / 6; i++)
        {
            var x = (side * 2 / 3) - (i / 3);
            pixels.AsSpan((i * side) + x, Math.Max(1, side / 9)).Fill(255);
        }

        pixels.AsSpan((side * 5 / 6 * side) + (side / 4), side / 2).Fill(255);
        return new GrayImage(side, side, pixels);
    }

    /// <summary>The stroke as the model sees it.</summary>
    public static GrayImage Seen(int width = 28, int height = 28, int side = 28) => Normalizer.Normalize(Stroke(side), width, height);
}
