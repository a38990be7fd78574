using System.Numerics;
using System.Runtime.InteropServices;

namespace Digits.Imaging;

/// <summary>Separates ink from paper: the ink of a pixel is the distance of its colour from the paper's, minus the noise of the paper.</summary>
internal static class InkMask
{
    // The border of paper that is not quite even (scans, photographs, shading) deviates from the paper's colour by at most this many
    // times its median deviation.
    private const int NoiseSpread = 5;
    private const int MaxNoise = 96;

    // Pixels that are measured together: one vector of bytes is filled by them.
    private static readonly int OpaqueBlock = Vector<byte>.Count;

    /// <summary>The ink of a grey picture without transparency, as a rented image.</summary>
    public static GrayImage Extract(Picture picture)
    {
        var border = Histogram.OfBorder(picture.Pixels, picture.Width, picture.Height);
        var paper = border.Median;
        var ink = GrayImage.Rent(picture.Width, picture.Height, ToneOn(paper));
        Bytes.Distance(picture.Pixels, paper, Noise(border.MedianDistance(paper)), ink.Writable);
        return ink;
    }

    /// <summary>The ink in one region of a picture with red, green, blue and alpha, as a rented image.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="border">The border of the region; the region becomes the whole image.</param>
    /// <param name="backdrop">The opaque colour under the transparent parts.</param>
    public static GrayImage Extract(Picture picture, BorderColors border, PixelColor backdrop)
    {
        var region = border.Region;
        var paper = border.MedianOver(backdrop);
        var noise = Noise(border.Median(color => color.Over(backdrop).DistanceTo(paper)));
        var ink = GrayImage.Rent(region.Width, region.Height, ToneOn(paper.Green));
        if (region.Width == picture.Width)
        {
            // Whole rows follow each other without a gap, so they are measured as one, which leaves no remainder in each of them.
            var rows = MemoryMarshal.Cast<byte, PixelColor>(picture.Pixels).Slice(region.Y * region.Width, ink.Pixels.Length);
            Measure(rows, backdrop, paper, noise, ink.Writable);
            return ink;
        }

        for (var y = 0; y < region.Height; y++)
        {
            var row = MemoryMarshal.Cast<byte, PixelColor>(picture.Row(region.Y + y)).Slice(region.X, region.Width);
            Measure(row, backdrop, paper, noise, ink.Writable.Slice(y * region.Width, region.Width));
        }

        return ink;
    }

    /// <summary>Computes the ink of a row of pixels.</summary>
    /// <remarks>
    /// Opaque pixels are measured a vector at a time. Of the others drawings have long runs of equal ones, mostly transparent, so the end
    /// of each run is searched and its ink is computed once.
    /// </remarks>
    internal static void Measure(ReadOnlySpan<PixelColor> row, PixelColor backdrop, PixelColor paper, byte noise, Span<byte> ink)
    {
        var pixels = MemoryMarshal.Cast<PixelColor, uint>(row);
        for (var x = 0; x < ink.Length;)
        {
            if (row[x].Alpha == byte.MaxValue && x <= ink.Length - OpaqueBlock && TryMeasureOpaque(pixels.Slice(x, OpaqueBlock), paper, noise, ink[x..]))
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
        var (first, second) = (new Vector<uint>(pixels), new Vector<uint>(pixels[Vector<uint>.Count..]));
        var (third, fourth) = (new Vector<uint>(pixels[(2 * Vector<uint>.Count)..]), new Vector<uint>(pixels[(3 * Vector<uint>.Count)..]));
        var alpha = new Vector<uint>((uint)byte.MaxValue << 24);
        if ((first & second & third & fourth & alpha) != alpha)
        {
            return false;
        }

        var center = Vector.AsVectorByte(new Vector<uint>((uint)(paper.Red | (paper.Green << 8) | (paper.Blue << 16))));
        var least = new Vector<byte>(noise);
        var low = Vector.Narrow(Largest(first, center), Largest(second, center));
        var high = Vector.Narrow(Largest(third, center), Largest(fourth, center));
        (Vector.Max(Vector.Narrow(low, high), least) - least).CopyTo(ink);
        return true;

        static Vector<uint> Largest(Vector<uint> pixels, Vector<byte> center)
        {
            var values = Vector.AsVectorByte(pixels);
            var distance = Vector.Max(values, center) - Vector.Min(values, center);
            var colors = Vector.AsVectorUInt32(distance);
            var largest = Vector.Max(Vector.Max(distance, Vector.AsVectorByte(colors >> 8)), Vector.AsVectorByte(colors >> 16));
            return Vector.AsVectorUInt32(largest) & new Vector<uint>(byte.MaxValue);
        }
    }

    // Paper of medium brightness may carry either; most pictures are far from it.
    private static InkTone ToneOn(byte paper) => paper >= Normalizer.LightPaper ? InkTone.Dark : InkTone.Light;

    private static byte Noise(byte medianDeviation) => (byte)Math.Min(MaxNoise, NoiseSpread * medianDeviation);
}
