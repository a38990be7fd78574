namespace Digits.Tests;

/// <summary>Strokes on a square canvas, drawn with soft edges.</summary>
internal static class InkStrokes
{
    /// <summary>Adds lines from point to point to a canvas, which holds how much of each pixel is ink, 0 to 1.</summary>
    public static void Draw(float[] canvas, int side, IReadOnlyList<(double X, double Y)> points, double width)
    {
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var distance = double.MaxValue;
                for (var i = 1; i < points.Count; i++)
                {
                    distance = Math.Min(distance, Distance(x + 0.5, y + 0.5, points[i - 1], points[i]));
                }

                var cover = (float)Math.Clamp((width / 2) - distance + 0.5, 0, 1);
                canvas[(y * side) + x] = Math.Max(canvas[(y * side) + x], cover);
            }
        }
    }

    /// <summary>The canvas as bytes: 0 for paper, 255 for ink.</summary>
    public static byte[] ToBytes(float[] canvas) => [.. canvas.Select(ink => (byte)Math.Round(255 * ink))];

    private static double Distance(double x, double y, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var along = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / Math.Max(1e-9, (dx * dx) + (dy * dy)), 0, 1);
        var (offX, offY) = (x - a.X - (along * dx), y - a.Y - (along * dy));
        return Math.Sqrt((offX * offX) + (offY * offY));
    }
}
