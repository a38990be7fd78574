using System.Runtime.Intrinsics;

namespace Digits.Datasets.Quality;

/// <summary>Compares images pixel by pixel. Keeps the first of the last pair, which often comes again. Not thread-safe.</summary>
internal sealed class ImagePair(IExaminedSamples samples, SampleTable table)
{
    private readonly byte[] _first = new byte[samples.Shape.Size];
    private readonly byte[] _second = new byte[samples.Shape.Size];
    private int _firstRow = -1;

    /// <summary>Whether two images are no further apart than a limit.</summary>
    public bool AreWithin(int a, int b, double limit)
    {
        if (_firstRow != a)
        {
            samples.ReadPixels([table.Numbers[a]], _first);
            _firstRow = a;
        }

        samples.ReadPixels([table.Numbers[b]], _second);
        return SquaredDistance(_first, _second) <= limit * limit;
    }

    private static long SquaredDistance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        // 16 squares of up to 65,025 fit a lane of 32 bits many thousand times over, and an image has 4,096 pixels at most.
        var sums = Vector256<int>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (lowA, highA) = Vector128.Widen(Vector128.Create(a[i..]));
            var (lowB, highB) = Vector128.Widen(Vector128.Create(b[i..]));
            var difference = Vector256.Create(lowA, highA).AsInt16() - Vector256.Create(lowB, highB).AsInt16();
            var (low, high) = Vector256.Widen(difference);
            sums += (low * low) + (high * high);
        }

        long sum = Vector256.Sum(sums);
        for (; i < a.Length; i++)
        {
            var difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
