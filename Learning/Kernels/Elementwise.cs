using System.Numerics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>Operations on one value at a time, a vector of them in each step.</summary>
/// <remarks>
/// The last vector is read whole, up to a vector beyond the last value, for which <see cref="FloatBuffer"/> leaves room; of its
/// result only the values asked for are written.
/// </remarks>
internal static class Elementwise
{
    /// <summary>x = x where it is positive, else slope · x. Not-a-number stays what it is, so that a diverged run is noticed.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Relu(ref float x, float slope, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Relu(ref x, slope, (nuint)i).StoreUnsafe(ref x, (nuint)i);
        }

        Store(Relu(ref x, slope, (nuint)i), ref x, i, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Relu(ref float x, float slope, nuint i)
    {
        var value = Vector.LoadUnsafe(ref x, i);
        return Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), value * slope, value);
    }

    /// <summary>dY = dY where y is positive, else slope · dY.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void ReluGradient(ref float dY, ref float y, float slope, int length)
    {
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ReluGradient(ref dY, ref y, slope, (nuint)i).StoreUnsafe(ref dY, (nuint)i);
        }

        Store(ReluGradient(ref dY, ref y, slope, (nuint)i), ref dY, i, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ReluGradient(ref float dY, ref float y, float slope, nuint i)
    {
        var gradient = Vector.LoadUnsafe(ref dY, i);
        return Vector.ConditionalSelect(Vector.GreaterThan(Vector.LoadUnsafe(ref y, i), Vector<float>.Zero), gradient, gradient * slope);
    }

    /// <summary>sum = a + b.</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Add(ref float a, ref float b, ref float sum, int length)
    {
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            Store(Vector.LoadUnsafe(ref a, (nuint)i) + Vector.LoadUnsafe(ref b, (nuint)i), ref sum, i, length);
        }
    }

    /// <summary>
    /// Dropout: x[i] becomes 0 with probability <paramref name="rate"/> and x[i] / (1 - rate) otherwise. Value i is dropped where the
    /// upper 24 bits of mix(key + i) are less than rate · 2²⁴.
    /// </summary>
    /// <param name="x">The values.</param>
    /// <param name="length">How many.</param>
    /// <param name="rate">At least 0 and less than 1.</param>
    /// <param name="key">The random key that decides which values are dropped.</param>
    [MethodImpl(KernelMethod.Options)]
    public static void Drop(ref float x, int length, float rate, uint key)
    {
        var keep = 1 / (1 - rate);

        // Compared as integers, so that vectors of every width decide alike.
        var threshold = new Vector<int>((int)(rate * (1 << 24)));
        var counter = Vector<uint>.Indices + new Vector<uint>(key);
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var kept = Vector.GreaterThanOrEqual((Mixing.Mix(counter) >>> 8).As<uint, int>(), threshold);
            var value = Vector.LoadUnsafe(ref x, (nuint)i) * keep;
            Store(Vector.ConditionalSelect(kept, value, Vector<float>.Zero), ref x, i, length);
            counter += new Vector<uint>((uint)Vector<uint>.Count);
        }
    }

    /// <summary>
    /// sum[i] = Σ_row rows[row, i] for <paramref name="count"/> rows of <paramref name="length"/> values,
    /// <paramref name="stride"/> floats apart; always in the order of the rows.
    /// </summary>
    [MethodImpl(KernelMethod.Options)]
    public static void SumRows(ref float rows, int stride, int count, ref float sum, int length)
    {
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var total = Vector<float>.Zero;
            for (var row = 0; row < count; row++)
            {
                total += Vector.LoadUnsafe(ref Unsafe.Add(ref rows, row * stride), (nuint)i);
            }

            Store(total, ref sum, i, length);
        }
    }

    /// <summary>
    /// to[column, row] = from[row, column] for a matrix of [<paramref name="rows"/>, <paramref name="columns"/>]; the rows of
    /// <paramref name="from"/> lie <paramref name="fromRow"/> floats apart, those of <paramref name="to"/> <paramref name="toRow"/>.
    /// </summary>
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
            Approach(ref x, ref aim, share, (nuint)i).StoreUnsafe(ref x, (nuint)i);
        }

        Store(Approach(ref x, ref aim, share, (nuint)i), ref x, i, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Approach(ref float x, ref float aim, float share, nuint i)
    {
        var value = Vector.LoadUnsafe(ref x, i);
        return value + ((Vector.LoadUnsafe(ref aim, i) - value) * share);
    }

    /// <summary>Writes a vector to values i, i + 1, ... of <paramref name="length"/>; what lies beyond the last value is left alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> values, ref float destination, int i, int length)
    {
        if (length - i >= Vector<float>.Count)
        {
            values.StoreUnsafe(ref destination, (nuint)i);
            return;
        }

        for (var lane = 0; i + lane < length; lane++)
        {
            Unsafe.Add(ref destination, i + lane) = values[lane];
        }
    }
}
