using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>
/// The forward product of a dense layer: C[r, j] = bias[j] + Σ_k A[r, k] · B[j, k]. A is [rows, steps], B is [columns, steps], bias is
/// [columns] and C is [rows, columns]; k is contiguous in A and in B. Strides are counted in floats.
/// </summary>
/// <remarks>
/// The sum over k is cut into slices that stay in cache, and each slice into lanes. Both depend on the width of the vectors alone, so
/// a value of C has the same bits however many rows and columns are computed with it.
/// </remarks>
internal struct DotProduct
{
    // Slices of 4 rows of A and of a block of B fit into the first-level and the second-level cache.
    private const int Slice = 1024;

    public required int Rows;
    public required int Columns;
    public required int Steps;
    public required int ARow;
    public required int BRow;
    public required int CRow;

    public readonly void Multiply(ref float a, ref float b, ref float bias, ref float c)
    {
        switch (Lanes.Widest)
        {
            case 16: Multiply<Lanes512>(ref a, ref b, ref bias, ref c); break;
            case 8: Multiply<Lanes256>(ref a, ref b, ref bias, ref c); break;
            default: Multiply<Lanes128>(ref a, ref b, ref bias, ref c); break;
        }
    }

    [MethodImpl(KernelMethod.Options)]
    public readonly void Multiply<TLanes>(ref float a, ref float b, ref float bias, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var r = 0; r < Rows; r++)
        {
            MemoryMarshal.CreateReadOnlySpan(ref bias, Columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, r * CRow), Columns));
        }

        for (var start = 0; start < Steps; start += Slice)
        {
            var length = Math.Min(Slice, Steps - start);
            for (var r = 0; r < Rows;)
            {
                var rows = Rows - r >= 4 ? 4 : 1;
                ref var rowA = ref Unsafe.Add(ref a, (r * ARow) + start);
                ref var rowC = ref Unsafe.Add(ref c, r * CRow);
                for (var j = 0; j < Columns;)
                {
                    var columns = Columns - j >= 4 ? 4 : 1;
                    ref var rowB = ref Unsafe.Add(ref b, (j * BRow) + start);
                    AddTile<TLanes>(rows, columns, length, ref rowA, ref rowB, ref Unsafe.Add(ref rowC, j));
                    j += columns;
                }

                r += rows;
            }
        }
    }

    // Computes whole vectors of the slice first, then its remainder value by value.
    [MethodImpl(KernelMethod.Options)]
    private readonly void AddTile<TLanes>(int rows, int columns, int length, ref float a, ref float b, ref float c)
        where TLanes : struct, ILanes<TLanes>
    {
        var whole = length - (length % TLanes.Count);
        switch (rows, columns)
        {
            case (4, 4): DotProductTile<TLanes>.Add4x4(whole, ref a, ARow, ref b, BRow, ref c, CRow); break;
            case (4, 1): DotProductTile<TLanes>.Add4x1(whole, ref a, ARow, ref b, ref c, CRow); break;
            case (1, 4): DotProductTile<TLanes>.Add1x4(whole, ref a, ref b, BRow, ref c); break;
            default: DotProductTile<TLanes>.Add1x1(whole, ref a, ref b, ref c); break;
        }

        if (whole == length)
        {
            return;
        }

        for (var r = 0; r < rows; r++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = 0f;
                for (var k = whole; k < length; k++)
                {
                    sum += Unsafe.Add(ref a, (r * ARow) + k) * Unsafe.Add(ref b, (j * BRow) + k);
                }

                Unsafe.Add(ref c, (r * CRow) + j) += sum;
            }
        }
    }
}

/// <summary>
/// Adds to c[r, j] the dot product of row r of a and row j of b, for 4 or 1 rows of each. Each pair of rows has a sum in a register of
/// its own, so that 16 independent sums hide the latency of the multiplier. The length is a multiple of the vector's lanes.
/// </summary>
internal static class DotProductTile<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    [MethodImpl(KernelMethod.Options)]
    public static void Add4x4(int length, ref float a, int aRow, ref float b, int bRow, ref float c, int cRow)
    {
        ref var a1 = ref Unsafe.Add(ref a, aRow);
        ref var a2 = ref Unsafe.Add(ref a1, aRow);
        ref var a3 = ref Unsafe.Add(ref a2, aRow);
        VectorQuad<TLanes> c0 = default, c1 = default, c2 = default, c3 = default;
        for (nint k = 0; k < length; k += TLanes.Count)
        {
            var rows = VectorQuad<TLanes>.Load(ref Unsafe.Add(ref b, k), bRow);
            c0.Add(TLanes.Load(ref Unsafe.Add(ref a, k)), rows);
            c1.Add(TLanes.Load(ref Unsafe.Add(ref a1, k)), rows);
            c2.Add(TLanes.Load(ref Unsafe.Add(ref a2, k)), rows);
            c3.Add(TLanes.Load(ref Unsafe.Add(ref a3, k)), rows);
        }

        AddTo(ref c, c0.Sums());
        AddTo(ref Unsafe.Add(ref c, cRow), c1.Sums());
        AddTo(ref Unsafe.Add(ref c, 2 * cRow), c2.Sums());
        AddTo(ref Unsafe.Add(ref c, 3 * cRow), c3.Sums());
    }

    public static void Add4x1(int length, ref float a, int aRow, ref float b, ref float c, int cRow)
    {
        var sums = OneByFour(length, ref b, ref a, aRow);
        for (var r = 0; r < 4; r++)
        {
            Unsafe.Add(ref c, r * cRow) += sums[r];
        }
    }

    public static void Add1x4(int length, ref float a, ref float b, int bRow, ref float c) => AddTo(ref c, OneByFour(length, ref a, ref b, bRow));

    [MethodImpl(KernelMethod.Options)]
    public static void Add1x1(int length, ref float a, ref float b, ref float c)
    {
        var sum = TLanes.Zero;
        for (nint k = 0; k < length; k += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref a, k)), TLanes.Load(ref Unsafe.Add(ref b, k)), sum);
        }

        // The lanes are added in the same order as in the other tiles, so that a value has the same bits in every tile.
        c += TLanes.Sums(sum, TLanes.Zero, TLanes.Zero, TLanes.Zero)[0];
    }

    [MethodImpl(KernelMethod.Options)]
    private static Vector128<float> OneByFour(int length, ref float one, ref float four, int row)
    {
        var sums = default(VectorQuad<TLanes>);
        for (nint k = 0; k < length; k += TLanes.Count)
        {
            sums.Add(TLanes.Load(ref Unsafe.Add(ref one, k)), VectorQuad<TLanes>.Load(ref Unsafe.Add(ref four, k), row));
        }

        return sums.Sums();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float c, Vector128<float> sums) => (Vector128.LoadUnsafe(ref c) + sums).StoreUnsafe(ref c);
}

/// <summary>Four vectors that are read, added to and written together: sums of which each has a register of its own.</summary>
internal struct VectorQuad<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _0;
    private TLanes _1;
    private TLanes _2;
    private TLanes _3;

    /// <summary>Reads vectors that lie <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorQuad<TLanes> Load(ref float source, nint step)
    {
        VectorQuad<TLanes> four;
        four._0 = TLanes.Load(ref source);
        four._1 = TLanes.Load(ref Unsafe.Add(ref source, step));
        four._2 = TLanes.Load(ref Unsafe.Add(ref source, 2 * step));
        four._3 = TLanes.Load(ref Unsafe.Add(ref source, 3 * step));
        return four;
    }

    /// <summary>Adds one vector times each of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLanes one, in VectorQuad<TLanes> four)
    {
        _0 = TLanes.MultiplyAdd(one, four._0, _0);
        _1 = TLanes.MultiplyAdd(one, four._1, _1);
        _2 = TLanes.MultiplyAdd(one, four._2, _2);
        _3 = TLanes.MultiplyAdd(one, four._3, _3);
    }

    /// <summary>Writes the vectors <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint step)
    {
        _0.Store(ref destination);
        _1.Store(ref Unsafe.Add(ref destination, step));
        _2.Store(ref Unsafe.Add(ref destination, 2 * step));
        _3.Store(ref Unsafe.Add(ref destination, 3 * step));
    }

    /// <summary>The sum of each vector's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<float> Sums() => TLanes.Sums(_0, _1, _2, _3);
}
