using System.Numerics;

namespace Digits.Datasets.Quality;

/// <summary>
/// 128 bits for every image such that images that are alike differ in few of them: the signs of the coarse image, less the mean of all,
/// along 128 directions.
/// </summary>
/// <remarks>
/// The directions are two Walsh-Hadamard transforms with random signs before them, which need 384 additions each where plain random
/// directions would need 4096. A bit differs with the probability angle / pi (Charikar's rounding).
/// </remarks>
internal sealed class Sketches
{
    public const int Bits = 2 * CoarseImages.Cells;

    private const ulong FirstSigns = 0x9E3779B97F4A7C15;
    private const ulong SecondSigns = 0xD1B54A32D192ED03;

    private readonly UInt128[] _sketches;

    public Sketches(CoarseImages images, int count, CancellationToken cancellationToken)
    {
        var mean = Mean(images, count);
        _sketches = new UInt128[count];
        Parallel.ForEach(Blocks.Of(count), Blocks.Options(cancellationToken), block =>
        {
            Span<float> values = stackalloc float[CoarseImages.Cells];
            for (var row = block.First; row < block.End; row++)
            {
                var upper = Signs(images[row], mean, FirstSigns, values);
                _sketches[row] = new UInt128(upper, Signs(images[row], mean, SecondSigns, values));
            }
        });
    }

    public UInt128 this[int row] => _sketches[row];

    public static int Difference(UInt128 a, UInt128 b)
    {
        var bits = a ^ b;
        return BitOperations.PopCount((ulong)bits) + BitOperations.PopCount((ulong)(bits >> 64));
    }

    private static float[] Mean(CoarseImages images, int count)
    {
        var sums = new long[CoarseImages.Cells];
        for (var row = 0; row < count; row++)
        {
            var image = images[row];
            for (var cell = 0; cell < image.Length; cell++)
            {
                sums[cell] += image[cell];
            }
        }

        return Array.ConvertAll(sums, sum => (float)sum / Math.Max(1, count));
    }

    private static ulong Signs(ReadOnlySpan<byte> image, float[] mean, ulong signs, Span<float> values)
    {
        for (var cell = 0; cell < values.Length; cell++)
        {
            var value = image[cell] - mean[cell];
            values[cell] = ((signs >> cell) & 1) == 0 ? value : -value;
        }

        for (var half = 1; half < values.Length; half *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * half)
            {
                for (var i = start; i < start + half; i++)
                {
                    var (a, b) = (values[i], values[i + half]);
                    values[i] = a + b;
                    values[i + half] = a - b;
                }
            }
        }

        var bits = 0UL;
        for (var i = 0; i < values.Length; i++)
        {
            bits |= values[i] > 0 ? 1UL << i : 0;
        }

        return bits;
    }
}
