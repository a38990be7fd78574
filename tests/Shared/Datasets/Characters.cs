using Digits.Imaging;
using Digits.Imaging.Handwriting;

namespace Digits.Tests.Datasets;

/// <summary>Drawn digits of 28 x 28 pixels, normalised, and faults that real pictures have.</summary>
internal static class Characters
{
    private const int Side = 28;

    /// <summary>Digits that all differ: image i shows i mod 10.</summary>
    /// <param name="count">How many, a multiple of ten.</param>
    /// <param name="seed">Other seeds give other digits.</param>
    public static List<byte[]> Draw(int count, uint seed = 1)
    {
        var drawn = SyntheticHandwriting.Generate(Alphabet.Digits, count, seed);
        var images = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            // Each ten drawn ones are all ten digits in some order.
            var first = i / 10 * 10;
            var at = drawn.Labels[first..Math.Min(count, first + 10)].IndexOf(i % 10);
            images.Add(drawn.Image(first + at).ToArray());
        }

        return images;
    }

    /// <summary>The image with every pixel a little off.</summary>
    public static byte[] Noisy(byte[] image, int strength, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(image, pixel => pixel == 0 ? pixel : (byte)Math.Clamp(pixel + random.Next(-strength, strength + 1), 1, 255));
    }

    /// <summary>Light paper in a dark margin: the paper is taken for ink.</summary>
    public static byte[] OnPaperInADarkMargin(byte[] image) => Place(image, 34, 3, 3, (_, ink) => ink is null ? (byte)0 : (byte)(255 - ink));

    /// <summary>A small speck far from the character.</summary>
    public static byte[] WithSpeck(byte[] image) => Place(image, 64, 6, 6, (at, ink) => at is (60 or 61, 60 or 61) ? (byte)200 : ink ?? 0);

    /// <summary>A printed box around the character.</summary>
    public static byte[] InABox(byte[] image) => Place(
        image, 44, 8, 8, (at, ink) => ink ?? (byte)((at.X is 2 or 41 && at.Y is >= 2 and <= 41) || (at.Y is 2 or 41 && at.X is >= 2 and <= 41) ? 220 : 0));

    /// <summary>The lower part gone.</summary>
    public static byte[] CutBelow(byte[] image, int rows) => Normalizer.Normalize(
        new GrayImage(Side, Side - rows, image[..(Side * (Side - rows))]), Side).Pixels.ToArray();

    private static byte[] Place(byte[] image, int side, int left, int top, Func<(int X, int Y), byte?, byte> pixel)
    {
        var picture = new byte[side * side];
        for (var i = 0; i < picture.Length; i++)
        {
            var (x, y) = (i % side, i / side);
            var isInside = x >= left && x < left + Side && y >= top && y < top + Side;
            picture[i] = pixel((x, y), isInside ? image[((y - top) * Side) + x - left] : null);
        }

        return Normalize(side, picture);
    }

    private static byte[] Normalize(int side, byte[] pixels) =>
        Normalizer.Normalize(new GrayImage(side, side, [.. pixels]), Side).Pixels.ToArray();
}
