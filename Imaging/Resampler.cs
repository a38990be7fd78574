namespace Digits.Imaging;

/// <summary>Scales a part of an image, each axis by itself: by the mean over the covered area when it shrinks, by linear interpolation when it grows.</summary>
internal static class Resampler
{
    private const int RowsAtOnce = 4;

    /// <returns><paramref name="width"/> by <paramref name="height"/> values, row by row; scaling by 1 changes nothing.</returns>
    public static float[] Scale(GrayImage image, Region part, int width, int height)
    {
        var columns = Taps(part.Width, width);
        var rows = Taps(part.Height, height);
        var narrow = new float[part.Height * width];
        var y0 = 0;
        for (; y0 <= part.Height - RowsAtOnce; y0 += RowsAtOnce)
        {
            NarrowFourRows(image, part, y0, columns, narrow.AsSpan(y0 * width));
        }

        for (; y0 < part.Height; y0++)
        {
            var source = Row(image, part, y0);
            for (var x = 0; x < width; x++)
            {
                var (first, weights) = columns[x];
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * source[first + i];
                }

                narrow[(y0 * width) + x] = sum;
            }
        }

        var scaled = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < rows[y].Weights.Length; i++)
            {
                var weight = rows[y].Weights[i];
                var source = narrow.AsSpan((rows[y].First + i) * width, width);
                for (var x = 0; x < width; x++)
                {
                    scaled[(y * width) + x] += weight * source[x];
                }
            }
        }

        return scaled;
    }

    // Each addition depends on the one before, so four rows, whose sums are independent, take little longer than one. The order of the
    // additions is the same as for a single row, and so is the result to the last bit.
    private static void NarrowFourRows(GrayImage image, Region part, int y, Tap[] columns, Span<float> narrow)
    {
        var width = columns.Length;
        var row0 = Row(image, part, y);
        var row1 = Row(image, part, y + 1);
        var row2 = Row(image, part, y + 2);
        var row3 = Row(image, part, y + 3);
        for (var x = 0; x < width; x++)
        {
            var (first, weights) = columns[x];
            var source0 = row0.Slice(first, weights.Length);
            var source1 = row1.Slice(first, weights.Length);
            var source2 = row2.Slice(first, weights.Length);
            var source3 = row3.Slice(first, weights.Length);
            var (sum0, sum1, sum2, sum3) = (0f, 0f, 0f, 0f);
            for (var i = 0; i < weights.Length; i++)
            {
                sum0 += weights[i] * source0[i];
                sum1 += weights[i] * source1[i];
                sum2 += weights[i] * source2[i];
                sum3 += weights[i] * source3[i];
            }

            narrow[x] = sum0;
            narrow[width + x] = sum1;
            narrow[(2 * width) + x] = sum2;
            narrow[(3 * width) + x] = sum3;
        }
    }

    private static ReadOnlySpan<byte> Row(GrayImage image, Region part, int y) =>
        image.Pixels.Slice(((part.Y + y) * image.Width) + part.X, part.Width);

    private static Tap[] Taps(int from, int to)
    {
        var taps = new Tap[to];
        for (var i = 0; i < to; i++)
        {
            taps[i] = from >= to ? Average(i, from, to) : Interpolate(i, from, to);
        }

        return taps;
    }

    // Target i covers the source from i * from / to to (i + 1) * from / to, the first and the last pixel of that in part.
    private static Tap Average(int i, int from, int to)
    {
        var (start, end) = ((double)i * from / to, (double)(i + 1) * from / to);
        var first = (int)start;
        var last = Math.Min((int)Math.Ceiling(end), from) - 1;
        var weights = new float[last - first + 1];
        for (var source = first; source <= last; source++)
        {
            var covered = Math.Min(end, source + 1) - Math.Max(start, source);
            weights[source - first] = (float)(covered * to / from);
        }

        return new Tap(first, weights);
    }

    // Target i lies at (i + 0.5) * from / to - 0.5 between two source pixels; beyond the edge there is paper, which is 0.
    private static Tap Interpolate(int i, int from, int to)
    {
        var position = ((i + 0.5) * from / to) - 0.5;
        var left = (int)Math.Floor(position);
        var rightPart = (float)(position - left);
        if (left < 0)
        {
            return new Tap(0, [rightPart]);
        }

        return left + 1 < from ? new Tap(left, [1 - rightPart, rightPart]) : new Tap(left, [1 - rightPart]);
    }

    /// <summary>The source pixels that contribute to a target pixel: the first of them, and the weight of each.</summary>
    private readonly record struct Tap(int First, float[] Weights);
}
