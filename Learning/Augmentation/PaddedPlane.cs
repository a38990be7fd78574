using System.Numerics;
using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Augmentation;

/// <summary>
/// One channel of an image within a margin of paper: one row above, two below, one column to the left and at least one to the right. So the
/// neighbours of a pixel can be read without bounds checks, and each row is a whole number of vectors of bytes.
/// </summary>
internal sealed class PaddedPlane(int height, int width)
{
    private readonly byte[] _values = new byte[(height + 3) * StrideOf(width)];

    /// <summary>Rows of the image.</summary>
    public int Height => height;

    /// <summary>Columns of the image.</summary>
    public int Width => width;

    /// <summary>The distance between rows.</summary>
    public int Stride { get; } = StrideOf(width);

    /// <summary>All values with their margin. The image's first pixel is at <see cref="Stride"/> + 1.</summary>
    public Span<byte> Values => _values;

    /// <summary>A row of the image without margin.</summary>
    public Span<byte> Row(int y) => _values.AsSpan(((y + 1) * Stride) + 1, width);

    /// <summary>Copies one channel of an image.</summary>
    public void Load(ReadOnlySpan<byte> pixels, int channel, int channels)
    {
        for (var y = 0; y < height; y++)
        {
            var from = pixels.Slice(y * width * channels, width * channels);
            var row = Row(y);
            if (channels == 1)
            {
                from.CopyTo(row);
                continue;
            }

            for (var x = 0; x < row.Length; x++)
            {
                row[x] = from[(x * channels) + channel];
            }
        }
    }

    private static int StrideOf(int width)
    {
        var lanes = Vector<byte>.Count;
        return (width + 2 + lanes - 1) / lanes * lanes;
    }
}

/// <summary>
/// Makes strokes thicker or thinner: each pixel moves towards the greatest or the least value of itself and its four neighbours. Part of
/// the way moves the soft edge of a stroke by that part of a pixel.
/// </summary>
internal static class StrokeWidth
{
    /// <summary>Writes the changed plane into another of the same size.</summary>
    /// <param name="plane">The original.</param>
    /// <param name="changed">Receives the outcome; its margin stays paper.</param>
    /// <param name="amount">How far towards the greatest neighbour, or the least if negative, in 256ths; -256 to 256.</param>
    [MethodImpl(KernelMethod.Options)]
    public static void Change(PaddedPlane plane, PaddedPlane changed, int amount)
    {
        var from = plane.Values;
        var to = changed.Values;
        var stride = plane.Stride;
        var part = new Vector<ushort>((ushort)Math.Abs(amount));
        var rest = new Vector<ushort>((ushort)(256 - Math.Abs(amount)));
        var half = new Vector<ushort>(128);
        for (var y = 0; y < plane.Height; y++)
        {
            var row = (y + 1) * stride;
            for (var at = row; at < row + stride; at += Vector<byte>.Count)
            {
                var own = new Vector<byte>(from[at..]);
                var (left, right) = (new Vector<byte>(from[(at - 1)..]), new Vector<byte>(from[(at + 1)..]));
                var (above, below) = (new Vector<byte>(from[(at - stride)..]), new Vector<byte>(from[(at + stride)..]));
                var goal = amount > 0
                    ? Vector.Max(own, Vector.Max(Vector.Max(left, right), Vector.Max(above, below)))
                    : Vector.Min(own, Vector.Min(Vector.Min(left, right), Vector.Min(above, below)));
                Vector.Widen(own, out var ownLow, out var ownHigh);
                Vector.Widen(goal, out var goalLow, out var goalHigh);
                var low = ((ownLow * rest) + (goalLow * part) + half) >>> 8;
                var high = ((ownHigh * rest) + (goalHigh * part) + half) >>> 8;
                Vector.Narrow(low, high).CopyTo(to[at..]);
            }

            // The vectors cover the margin too, where ink must not spread.
            to[row] = 0;
            to[(row + 1 + plane.Width)..(row + stride)].Clear();
        }
    }
}
