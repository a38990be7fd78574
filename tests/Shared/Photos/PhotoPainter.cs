using Digits.Imaging;
using SkiaSharp;

namespace Digits.Tests.Photos;

/// <summary>What is difficult about a photograph.</summary>
public enum PhotoKind
{
    /// <summary>Even light, noise of the sensor.</summary>
    Flat,

    /// <summary>Light that falls off from one corner to the other.</summary>
    Slope,

    /// <summary>A shadow with an edge across the digit.</summary>
    Shadow,

    /// <summary>A soft shadow, as of a hand, and a bright spot.</summary>
    Spots,

    /// <summary>A desk with grain at one to four sides of the paper, darker or lighter than it.</summary>
    Desk,

    /// <summary>A turned sheet with the desk around all of it.</summary>
    TurnedSheet,

    /// <summary>Horizontal lines, slightly tilted, some with a margin.</summary>
    Ruled,

    /// <summary>A grid of lines, slightly tilted.</summary>
    Squared,

    /// <summary>Weak grey strokes on rough paper.</summary>
    Pencil,

    /// <summary>A blue, red or green pen on yellowish paper.</summary>
    ColoredPen,

    /// <summary>Chalk on a dark board.</summary>
    Chalk,

    /// <summary>A digit that fills a tenth of the picture's side to a quarter.</summary>
    Small,

    /// <summary>Several of these at once.</summary>
    Mixed,
}

/// <summary>Paints photographs of digits on paper: what paper and ink reflect, times the light that falls on them, seen by a noisy sensor.</summary>
internal static class PhotoPainter
{
    /// <summary>Paints a photograph and packs it as a JPEG or PNG file.</summary>
    /// <param name="digit">An ink image of a digit.</param>
    /// <param name="kind">What is difficult about it.</param>
    /// <param name="seed">Decides everything else.</param>
    public static byte[] Paint(GrayImage digit, PhotoKind kind, int seed)
    {
        var random = new Random(seed);
        var (width, height) = (random.Next(180, 560), random.Next(180, 560));
        var has = Traits(kind, random);
        var ink = Place(digit, width, height, has.Contains(PhotoKind.Small) ? (0.12, 0.25) : (0.4, 0.7), random);
        var light = Light(width, height, has, random);
        var (paperColor, inkColor) = Colors(has, random);
        var lines = Lines(width, height, has, random);
        var desk = Desk(width, height, has, random);
        var (roughness, noise) = (has.Contains(PhotoKind.Pencil) ? 0.06 : 0.015, random.NextDouble() * 3.5);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = bitmap.GetPixelSpan();
        for (var at = 0; at < width * height; at++)
        {
            var rough = 1 + (roughness * (random.NextDouble() - 0.5) * 2);
            for (var channel = 0; channel < 3; channel++)
            {
                var paper = paperColor[channel] * (1 - (lines.Strength[at] * (1 - lines.Color[channel])));
                var reflected = (paper * (1 - ink[at])) + (inkColor[channel] * ink[at] * rough);
                reflected = desk.Covers[at] ? desk.Color[channel] * desk.Grain[at] : reflected;
                var value = (255 * reflected * light[at]) + (noise * Normal(random));
                pixels[(4 * at) + channel] = (byte)Math.Clamp(Math.Round(value), 0, 255);
            }

            pixels[(4 * at) + 3] = 255;
        }

        using var data = bitmap.Encode(random.Next(2) == 0 ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 85);
        return data.ToArray();
    }

    private static HashSet<PhotoKind> Traits(PhotoKind kind, Random random)
    {
        if (kind != PhotoKind.Mixed)
        {
            return [kind];
        }

        PhotoKind[] lights = [PhotoKind.Slope, PhotoKind.Shadow, PhotoKind.Spots];
        PhotoKind[] papers = [PhotoKind.Ruled, PhotoKind.Squared, PhotoKind.Flat];
        PhotoKind[] inks = [PhotoKind.Pencil, PhotoKind.ColoredPen, PhotoKind.Flat];
        PhotoKind[] desks = [PhotoKind.Desk, PhotoKind.TurnedSheet, PhotoKind.Flat];
        return [lights[random.Next(3)], papers[random.Next(3)], inks[random.Next(3)], desks[random.Next(3)]];
    }

    // The digit somewhere in the middle of the picture, its strokes with soft edges.
    private static float[] Place(GrayImage digit, int width, int height, (double Least, double Most) part, Random random)
    {
        var side = Math.Min(width, height) * (part.Least + (random.NextDouble() * (part.Most - part.Least))) * 28 / 20;
        var (left, top) = (((width - side) / 2) + Away(width), ((height - side) / 2) + Away(height));
        var ink = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (((x + 0.5 - left) / side * digit.Width) - 0.5, ((y + 0.5 - top) / side * digit.Height) - 0.5);
                var value = Sample(digit, u, v) / 255;
                ink[(y * width) + x] = (float)Math.Clamp((value - 0.3) / 0.4, 0, 1);
            }
        }

        return ink;

        double Away(int length) => (random.NextDouble() - 0.5) * 0.12 * length;
    }

    private static double Sample(GrayImage image, double x, double y)
    {
        var (x0, y0) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (partX, partY) = (x - x0, y - y0);
        return (At(x0, y0) * (1 - partX) * (1 - partY)) + (At(x0 + 1, y0) * partX * (1 - partY))
            + (At(x0, y0 + 1) * (1 - partX) * partY) + (At(x0 + 1, y0 + 1) * partX * partY);

        double At(int column, int row) => column < 0 || row < 0 || column >= image.Width || row >= image.Height ? 0 : image.Pixels[(row * image.Width) + column];
    }

    private static float[] Light(int width, int height, HashSet<PhotoKind> has, Random random)
    {
        var light = new float[width * height];
        var (angle, edge, bend) = (random.NextDouble() * Math.Tau, (random.NextDouble() - 0.5) * 0.5, random.NextDouble() * 0.2);
        var (dark, steep, bright) = (0.4 + (random.NextDouble() * 0.25), 0.3 + (random.NextDouble() * 0.3), 0.8 + (random.NextDouble() * 0.15));
        var (spotX, spotY, holeX, holeY) = (random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble());
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((x / (double)width) - 0.5, (y / (double)height) - 0.5);
                var along = (u * Math.Cos(angle)) + (v * Math.Sin(angle));
                var value = bright;
                value *= has.Contains(PhotoKind.Slope) ? 1 - steep - (steep * along * 1.4) : 1;
                value *= has.Contains(PhotoKind.Shadow) && along + (bend * v * v) > edge ? dark : 1;
                value *= has.Contains(PhotoKind.Spots)
                    ? (0.75 + (0.3 * Bump(u + 0.5 - spotX, v + 0.5 - spotY, 0.3))) * (1 - (0.55 * Bump(u + 0.5 - holeX, v + 0.5 - holeY, 0.25)))
                    : 1;
                light[(y * width) + x] = (float)value;
            }
        }

        return light;

        static double Bump(double x, double y, double radius) => Math.Exp(-((x * x) + (y * y)) / (radius * radius));
    }

    private static (double[] Paper, double[] Ink) Colors(HashSet<PhotoKind> has, Random random)
    {
        double[] white = [0.95, 0.95, 0.94], yellow = [0.93, 0.9, 0.78], board = [0.13, 0.2, 0.17], chalk = [0.8, 0.8, 0.76];
        double[][] pens = [[0.1, 0.15, 0.5], [0.65, 0.12, 0.15], [0.1, 0.4, 0.2]];
        double[] black = [0.12, 0.12, 0.14], gray = [0.55, 0.55, 0.56];
        return has.Contains(PhotoKind.Chalk) ? (board, chalk)
            : has.Contains(PhotoKind.Pencil) ? (white, gray)
            : has.Contains(PhotoKind.ColoredPen) ? (yellow, pens[random.Next(pens.Length)])
            : (white, black);
    }

    private static (float[] Strength, double[] Color) Lines(int width, int height, HashSet<PhotoKind> has, Random random)
    {
        var strength = new float[width * height];
        var (squared, ruled) = (has.Contains(PhotoKind.Squared), has.Contains(PhotoKind.Ruled));
        var (spacing, tilt) = (Math.Min(width, height) / (double)random.Next(6, squared ? 18 : 11), (random.NextDouble() - 0.5) * 0.1);
        var (thickness, shade) = (Math.Max(1, Math.Min(width, height) / 250.0), 0.45 + (random.NextDouble() * 0.35));
        var margin = ruled && random.Next(2) == 0 ? width * 0.12 : -10;
        double[] color = random.Next(2) == 0 ? [0.45, 0.6, 0.85] : [0.5, 0.5, 0.5];
        if (squared || ruled)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var line = Cover(y + (tilt * x), spacing);
                    line = Math.Max(line, squared ? Cover(x - (tilt * y), spacing) : 0);
                    line = Math.Max(line, Math.Abs(x - (tilt * y) - margin) < thickness ? 1 : 0);
                    strength[(y * width) + x] = (float)(line * shade);
                }
            }
        }

        return (strength, color);

        double Cover(double at, double every)
        {
            var off = Math.Abs(at - (Math.Round(at / every) * every));
            return Math.Clamp(thickness - off, 0, 1);
        }
    }

    private static (bool[] Covers, float[] Grain, double[] Color) Desk(int width, int height, HashSet<PhotoKind> has, Random random)
    {
        var (covers, grain) = (new bool[width * height], new float[width * height]);
        double[][] woods = [[0.35, 0.22, 0.13], [0.55, 0.4, 0.25], [0.15, 0.15, 0.16], [0.75, 0.7, 0.62], [0.3, 0.35, 0.45]];
        var color = woods[random.Next(woods.Length)];
        double[] rims = [.. Enumerable.Range(0, 4).Select(_ => random.Next(2) == 0 ? random.NextDouble() * 0.1 : 0)];
        rims[random.Next(4)] = 0.03 + (random.NextDouble() * 0.1);
        var (turn, period) = ((random.NextDouble() - 0.5) * 0.5, 8 + (random.NextDouble() * 30));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (x / (double)width, y / (double)height);
                var at = (y * width) + x;
                var (a, b) = (((u - 0.5) * Math.Cos(turn)) - ((v - 0.5) * Math.Sin(turn)), ((u - 0.5) * Math.Sin(turn)) + ((v - 0.5) * Math.Cos(turn)));
                covers[at] = (has.Contains(PhotoKind.Desk) && (u < rims[0] || v < rims[1] || u > 1 - rims[2] || v > 1 - rims[3]))
                    || (has.Contains(PhotoKind.TurnedSheet) && (Math.Abs(a) > 0.46 || Math.Abs(b) > 0.46));
                grain[at] = (float)(1 + (0.15 * Math.Sin((y + (3 * Math.Sin(x / 40.0))) / period * Math.Tau)) + (0.05 * random.NextDouble()));
            }
        }

        return (covers, grain, color);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
