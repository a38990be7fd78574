using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Digits.Imaging;

/// <summary>Separates ink from paper: the ink of a pixel is how far its colour is from the paper's, less the noise of the paper.</summary>
internal static class InkMask
{
    // The border of paper that is not quite even (scans, photographs, shading) deviates from the paper's colour by at most this many
    // times its median deviation.
    private const int NoiseSpread = 5;
    private const int MaxNoise = 96;

    // Pixels that are measured together.
    private const int OpaqueBlock = 16;

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

    /// <summary>Computes the ink of one row of pixels.</summary>
    /// <remarks>
    /// Opaque pixels are taken 16 at a time. Of the others drawings have long runs of equal ones, mostly transparent, so the end of each
    /// run is searched and its ink is computed once.
    /// </remarks>
    internal static void Measure(ReadOnlySpan<PixelColor> row, PixelColor backdrop, PixelColor paper, byte noise, Span<byte> ink)
    {
        var pixels = MemoryMarshal.Cast<PixelColor, uint>(row);
        for (var x = 0; x < ink.Length;)
        {
            if (x <= ink.Length - OpaqueBlock && TryMeasureOpaque(pixels.Slice(x, OpaqueBlock), paper, noise, ink[x..]))
            {
                x += OpaqueBlock;
                continue;
            }

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

    // False if a pixel is not wholly opaque. The distance to the paper is computed for all four bytes of a pixel; shifted by one and by
    // two bytes, the three that are colours meet in the lowest byte, where the largest is taken.
    private static bool TryMeasureOpaque(ReadOnlySpan<uint> pixels, PixelColor paper, byte noise, Span<byte> ink)
    {
        var (first, second) = (Vector128.Create(pixels), Vector128.Create(pixels[4..]));
        var (third, fourth) = (Vector128.Create(pixels[8..]), Vector128.Create(pixels[12..]));
        var alpha = Vector128.Create((uint)byte.MaxValue << 24);
        if ((first & second & third & fourth & alpha) != alpha)
        {
            return false;
        }

        var center = Vector128.Create((uint)(paper.Red | (paper.Green << 8) | (paper.Blue << 16))).AsByte();
        var least = Vector128.Create(noise);
        var low = Vector128.Narrow(Largest(first, center), Largest(second, center));
        var high = Vector128.Narrow(Largest(third, center), Largest(fourth, center));
        (Vector128.Max(Vector128.Narrow(low, high), least) - least).CopyTo(ink);
        return true;

        static Vector128<uint> Largest(Vector128<uint> pixels, Vector128<byte> center)
        {
            var values = pixels.AsByte();
            var distance = Vector128.Max(values, center) - Vector128.Min(values, center);
            var colors = distance.AsUInt32();
            var largest = Vector128.Max(Vector128.Max(distance, (colors >> 8).AsByte()), (colors >> 16).AsByte());
            return largest.AsUInt32() & Vector128.Create((uint)byte.MaxValue);
        }
    }

    private static byte Noise(byte medianDeviation) => (byte)Math.Min(MaxNoise, NoiseSpread * medianDeviation);
}
