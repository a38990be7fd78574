namespace Digits.Imaging;

/// <summary>Where the ink of an image is.</summary>
internal static class InkBounds
{
    /// <summary>The smallest rectangle around all ink above <paramref name="threshold"/>; there must be some.</summary>
    public static Region Find(GrayImage image, int threshold)
    {
        var lowest = (byte)(threshold + 1);
        var (left, top, right, bottom) = (image.Width, -1, -1, -1);
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Pixels.Slice(y * image.Width, image.Width);
            var first = row.IndexOfAnyInRange(lowest, byte.MaxValue);
            if (first >= 0)
            {
                left = Math.Min(left, first);
                right = Math.Max(right, row.LastIndexOfAnyInRange(lowest, byte.MaxValue));
                top = top < 0 ? y : top;
                bottom = y;
            }
        }

        return new Region(left, top, right - left + 1, bottom - top + 1);
    }

    /// <summary>The mean position of the ink, in pixel indices; there must be some ink.</summary>
    public static (double X, double Y) CenterOfMass(ReadOnlySpan<byte> pixels, int width)
    {
        var (mass, sumX, sumY) = (0L, 0L, 0L);
        for (var y = 0; y * width < pixels.Length; y++)
        {
            var (massOfRow, sumOfRow) = (0L, 0L);
            var row = pixels.Slice(y * width, width);
            for (var x = 0; x < row.Length; x++)
            {
                massOfRow += row[x];
                sumOfRow += (long)row[x] * x;
            }

            mass += massOfRow;
            sumX += sumOfRow;
            sumY += massOfRow * y;
        }

        return ((double)sumX / mass, (double)sumY / mass);
    }
}
