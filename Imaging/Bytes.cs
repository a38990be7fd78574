using System.Numerics;

namespace Digits.Imaging;

/// <summary>Operations on spans of bytes: a vector loop, then the remainder by the same formula.</summary>
internal static class Bytes
{
    /// <summary>The largest value; 0 if there are none.</summary>
    public static byte Max(ReadOnlySpan<byte> values)
    {
        var at = 0;
        var largest = Vector<byte>.Zero;
        for (; at <= values.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            largest = Vector.Max(largest, new Vector<byte>(values[at..]));
        }

        byte max = 0;
        for (var lane = 0; lane < Vector<byte>.Count; lane++)
        {
            max = Math.Max(max, largest[lane]);
        }

        for (; at < values.Length; at++)
        {
            max = Math.Max(max, values[at]);
        }

        return max;
    }

    /// <summary>The sum of all values.</summary>
    public static long Sum(ReadOnlySpan<byte> values)
    {
        var at = 0;
        var sum = 0L;

        // Each step adds two bytes to every lane of 16 bits, which can hold the sum of 256 of them.
        const int MostSteps = 128;
        while (at <= values.Length - Vector<byte>.Count)
        {
            var sums = Vector<ushort>.Zero;
            for (var step = 0; step < MostSteps && at <= values.Length - Vector<byte>.Count; step++, at += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(values[at..]), out var low, out var high);
                sums += low + high;
            }

            Vector.Widen(sums, out var lowSums, out var highSums);
            sum += Vector.Sum(lowSums + highSums);
        }

        for (; at < values.Length; at++)
        {
            sum += values[at];
        }

        return sum;
    }

    /// <summary>Counts the values from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int CountInRange(ReadOnlySpan<byte> values, byte least, byte most)
    {
        var (at, count) = (0, 0);
        var (low, span) = (new Vector<byte>(least), new Vector<byte>((byte)(most - least)));

        // A lane of eight bits counts to 255, so it is emptied in time.
        while (at <= values.Length - Vector<byte>.Count)
        {
            var counts = Vector<byte>.Zero;
            for (var step = 0; step < byte.MaxValue && at <= values.Length - Vector<byte>.Count; step++, at += Vector<byte>.Count)
            {
                counts -= Vector.LessThanOrEqual(new Vector<byte>(values[at..]) - low, span);
            }

            Vector.Widen(counts, out var first, out var second);
            Vector.Widen(first + second, out var third, out var fourth);
            count += (int)Vector.Sum(third + fourth);
        }

        for (; at < values.Length; at++)
        {
            count += values[at] >= least && values[at] <= most ? 1 : 0;
        }

        return count;
    }

    /// <summary>Writes how far each value is from <paramref name="from"/>, less <paramref name="allowance"/>; a negative result becomes 0.</summary>
    public static void Distance(ReadOnlySpan<byte> values, byte from, byte allowance, Span<byte> distances)
    {
        var at = 0;
        var (center, least) = (new Vector<byte>(from), new Vector<byte>(allowance));
        for (; at <= values.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var value = new Vector<byte>(values[at..]);
            var distance = Vector.Max(value, center) - Vector.Min(value, center);
            (Vector.Max(distance, least) - least).CopyTo(distances[at..]);
        }

        for (; at < values.Length; at++)
        {
            distances[at] = (byte)Math.Max(0, Math.Abs(values[at] - from) - allowance);
        }
    }
}
