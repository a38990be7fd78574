namespace Digits.Tests.Running;

/// <summary>Digits as straight strokes on a grid of 2 by 3 cells, with a shaky hand.</summary>
internal static class DrawnDigit
{
    private const int Size = 28;

    // Corners by column (0, 1) and row (0, 1, 2) as "xy"; a blank lifts the pen.
    private static readonly string[] Strokes =
        ["00 10 12 02 00", "01 10 12", "00 10 11 02 12", "00 10 11 12 02", "00 01 11-10 12", "10 00 01 11 12 02", "10 00 02 12 11 01", "00 10 02", "00 10 11 01 00-01 02 12 11", "11 01 00 10 12"];

    /// <summary>784 pixels, ink 255 on paper 0, within the middle 20x20.</summary>
    public static byte[] Draw(int digit, Random random)
    {
        var pixels = new byte[Size * Size];
        var slant = (random.NextDouble() - 0.5) * 0.4;
        var radius = 0.9 + random.NextDouble();
        foreach (var stroke in Strokes[digit].Split('-'))
        {
            var points = stroke.Split(' ').Select(corner => Place(corner, slant, random)).ToList();
            foreach (var (from, to) in points.Zip(points.Skip(1)))
            {
                DrawLine(pixels, from, to, radius);
            }
        }

        return pixels;
    }

    private static (double X, double Y) Place(string corner, double slant, Random random)
    {
        var y = 5 + ((corner[1] - '0') * 9) + Shake(random);
        return (9 + ((corner[0] - '0') * 10) + ((14 - y) * slant) + Shake(random), y);
    }

    private static double Shake(Random random) => (random.NextDouble() - 0.5) * 2.5;

    private static void DrawLine(byte[] pixels, (double X, double Y) from, (double X, double Y) to, double radius)
    {
        const int Steps = 40;
        for (var step = 0; step <= Steps; step++)
        {
            var x = from.X + ((to.X - from.X) * step / Steps);
            var y = from.Y + ((to.Y - from.Y) * step / Steps);
            for (var row = (int)(y - radius); row <= y + radius + 1; row++)
            {
                for (var column = (int)(x - radius); column <= x + radius + 1; column++)
                {
                    var distance = Math.Sqrt(((x - column) * (x - column)) + ((y - row) * (y - row)));
                    var ink = (byte)(255 * Math.Clamp(radius + 0.5 - distance, 0, 1));
                    if (row is >= 0 and < Size && column is >= 0 and < Size)
                    {
                        pixels[(row * Size) + column] = Math.Max(pixels[(row * Size) + column], ink);
                    }
                }
            }
        }
    }
}
