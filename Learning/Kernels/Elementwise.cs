using System.Numerics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>Operations on one value at a time: a loop over whole registers, then the remainder by the same formula.</summary>
internal static class Elementwise
{
    /// <summary>x = x where it is positive, else slope · x. Not-a-number stays what it is, so that a diverged run is noticed.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Relu(ref float x, float slope, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = Vector.LoadUnsafe(ref x, (nuint)i);
            Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), value * slope, value).StoreUnsafe(ref x, (nuint)i);
        }

        for (; i < length; i++)
        {
            ref var value = ref Unsafe.Add(ref x, i);
            value = value < 0 ? value * slope : value;
        }
    }

    /// <summary>dY = dY where y is positive, else slope · dY.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void ReluGradient(ref float dY, ref float y, float slope, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var active = Vector.GreaterThan(Vector.LoadUnsafe(ref y, (nuint)i), Vector<float>.Zero);
            var gradient = Vector.LoadUnsafe(ref dY, (nuint)i);
            Vector.ConditionalSelect(active, gradient, gradient * slope).StoreUnsafe(ref dY, (nuint)i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref dY, i) *= Unsafe.Add(ref y, i) > 0 ? 1 : slope;
        }
    }

    /// <summary>sum = a + b.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Add(ref float a, ref float b, ref float sum, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref a, (nuint)i) + Vector.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref sum, i) = Unsafe.Add(ref a, i) + Unsafe.Add(ref b, i);
        }
    }

    /// <summary>
    /// Multiplies x[i] by <see cref="DropFactor"/>(key, i, rate): 0 with the chance <paramref name="rate"/>, else 1 / (1 - rate).
    /// </summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Drop(ref float x, int length, float rate, uint key)
    {
        var keep = 1 / (1 - rate);
        var threshold = Threshold(rate);
        var counter = Vector<uint>.Indices + new Vector<uint>(key);
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var kept = Vector.GreaterThanOrEqual((Mixing.Mix(counter) >>> 8).As<uint, int>(), new Vector<int>(threshold));
            var value = Vector.LoadUnsafe(ref x, (nuint)i) * keep;
            Vector.ConditionalSelect(kept, value, Vector<float>.Zero).StoreUnsafe(ref x, (nuint)i);
            counter += new Vector<uint>((uint)Vector<uint>.Count);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref x, i) *= DropFactor(key, i, rate);
        }
    }

    /// <summary>What dropout multiplies value <paramref name="i"/> by.</summary>
    public static float DropFactor(uint key, int i, float rate) =>
        (int)(Mixing.Mix(key + (uint)i) >> 8) >= Threshold(rate) ? 1 / (1 - rate) : 0;

    /// <summary>sum = Σ over parts of part, each a row of the same length: always in the order of the parts.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void SumRows(ref float rows, int stride, int count, ref float sum, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var total = Vector<float>.Zero;
            for (var row = 0; row < count; row++)
            {
                total += Vector.LoadUnsafe(ref Unsafe.Add(ref rows, row * stride), (nuint)i);
            }

            total.StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < length; i++)
        {
            var total = 0f;
            for (var row = 0; row < count; row++)
            {
                total += Unsafe.Add(ref rows, (row * stride) + i);
            }

            Unsafe.Add(ref sum, i) = total;
        }
    }

    /// <summary>to[column, row] = from[row, column], the rows of either so many floats apart.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Transpose(ref float from, int fromRow, ref float to, int toRow, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                Unsafe.Add(ref to, (column * toRow) + row) = Unsafe.Add(ref from, (row * fromRow) + column);
            }
        }
    }

    /// <summary>x = x + share · (aim - x).</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Approach(ref float x, ref float aim, float share, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = Vector.LoadUnsafe(ref x, (nuint)i);
            (value + ((Vector.LoadUnsafe(ref aim, (nuint)i) - value) * share)).StoreUnsafe(ref x, (nuint)i);
        }

        for (; i < length; i++)
        {
            ref var value = ref Unsafe.Add(ref x, i);
            value += (Unsafe.Add(ref aim, i) - value) * share;
        }
    }

    // 24 bits of chance are compared as integers, so that every width of register decides alike.
    private static int Threshold(float rate) => (int)(rate * (1 << 24));
}
