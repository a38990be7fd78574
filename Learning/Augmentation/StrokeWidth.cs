using System.Numerics;
using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Thicker or thinner strokes: each pixel moves towards the greatest or the least of itself and its four neighbours. A part of the
/// way moves the soft edge of a stroke by that part of a pixel.
/// </summary>
internal static class StrokeWidth
{
    /// <summary>Writes the changed plane into another of the same size.</summary>
    /// <param name="plane">The original.</param>
    /// <param name="changed">Receives the outcome; its margin stays paper.</param>
    /// <param name="amount">256ths of the way to the greatest neighbour, or to the least if negative; -256 to 256.</param>
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
