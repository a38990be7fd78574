using System.Numerics;

namespace Digits.Imaging;

/// <summary>Estimates the background of a plane of grey values by a morphological closing: dark strokes are filled, edges of light stay.</summary>
internal static class Background
{
    /// <summary>The closing of an image: the least of the largest values of all windows around a pixel.</summary>
    /// <param name="values">[height, width] values; not changed.</param>
    /// <param name="width">Columns.</param>
    /// <param name="radius">Half a window's side: windows have <c>2 radius + 1</c> rows and columns, less where the image ends.</param>
    /// <returns>[height, width] values, none below that of the pixel.</returns>
    public static byte[] Close(byte[] values, int width, int radius)
    {
        var height = values.Length / width;
        var columns = Largest(values, width, radius);
        var largest = Largest(Transpose(columns, width), height, radius);
        Invert(largest);
        var rows = Largest(largest, height, radius);
        var least = Largest(Transpose(rows, height), width, radius);
        Invert(least);
        return least;
    }

    // The largest value of each column's window, by van Herk and Gil-Werman: rows are cut into blocks as high as a window; a window is the
    // end of one block and the beginning of the next, so its largest value is that of two running maxima, whatever its height.
    private static byte[] Largest(byte[] values, int width, int radius)
    {
        var (height, window) = (values.Length / width, (2 * radius) + 1);
        var (forward, backward, result) = (values.ToArray(), values.ToArray(), new byte[values.Length]);
        for (var y = 1; y < height; y++)
        {
            if (y % window != 0)
            {
                Raise(forward, (y - 1) * width, y * width, width);
            }
        }

        for (var y = height - 2; y >= 0; y--)
        {
            if ((y + 1) % window != 0)
            {
                Raise(backward, (y + 1) * width, y * width, width);
            }
        }

        for (var y = 0; y < height; y++)
        {
            var (first, last) = (Math.Max(0, y - radius), Math.Min(height - 1, y + radius));
            var row = result.AsSpan(y * width, width);
            if (first == 0)
            {
                forward.AsSpan(last * width, width).CopyTo(row);
                continue;
            }

            backward.AsSpan(first * width, width).CopyTo(row);
            if (first / window != last / window)
            {
                Raise(forward.AsSpan(last * width, width), row);
            }
        }

        return result;
    }

    private static void Raise(byte[] values, int from, int to, int count) =>
        Raise(values.AsSpan(from, count), values.AsSpan(to, count));

    private static void Raise(ReadOnlySpan<byte> by, Span<byte> values)
    {
        var at = 0;
        for (; at <= values.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            Vector.Max(new Vector<byte>(by[at..]), new Vector<byte>(values[at..])).CopyTo(values[at..]);
        }

        for (; at < values.Length; at++)
        {
            values[at] = Math.Max(values[at], by[at]);
        }
    }

    private static byte[] Transpose(byte[] values, int width)
    {
        var (height, result) = (values.Length / width, new byte[values.Length]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                result[(x * height) + y] = values[(y * width) + x];
            }
        }

        return result;
    }

    private static void Invert(Span<byte> values)
    {
        foreach (ref var value in values)
        {
            value = (byte)~value;
        }
    }
}
