namespace Digits.Imaging;

/// <summary>Counts of byte values.</summary>
internal sealed class Histogram
{
    private readonly int[] _counts = new int[256];
    private int _total;

    /// <summary>The middle value (the lower one of two); 0 if there are none.</summary>
    public byte Median
    {
        get
        {
            var below = 0;
            for (var value = 0; value < _counts.Length; value++)
            {
                below += _counts[value];
                if (2 * below >= _total)
                {
                    return (byte)value;
                }
            }

            return 0;
        }
    }

    /// <summary>Counts the values on the border of an image of one byte a pixel.</summary>
    public static Histogram OfBorder(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var border = new Histogram();
        foreach (var (x, y) in new Region(0, 0, width, height).Border())
        {
            border.Add(pixels[(y * width) + x]);
        }

        return border;
    }

    /// <summary>The median of how far the values are from <paramref name="center"/>.</summary>
    public byte MedianDistance(byte center)
    {
        var distances = new Histogram();
        for (var value = 0; value < _counts.Length; value++)
        {
            distances.Add((byte)Math.Abs(value - center), _counts[value]);
        }

        return distances.Median;
    }

    public void Add(byte value, int count = 1)
    {
        _counts[value] += count;
        _total += count;
    }
}
