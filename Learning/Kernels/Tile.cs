using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The inner kernels of <see cref="StridedProduct"/>. A tile of C, 1 to 7 rows by one or two vectors of columns, stays in registers
/// while the sum over k runs: c[r, j] = init[r, j] + Σ_segment Σ_k a[segment, r, k] · b[segment, k, j].
/// </summary>
/// <remarks>
/// A step loads one or two vectors of b and multiplies them with one broadcast value of a for each row. From 6 rows by 2 vectors on,
/// a core's multipliers are busy; more rows were no faster. Rows of a are reached from every third one with one or two row strides,
/// so that few address registers are needed.
/// </remarks>
internal static class Tile<TLanes, TRow>
    where TLanes : struct, ILanes<TLanes>
    where TRow : struct, ITileRow<TLanes, TRow>
{
    public static void Run(int rows, in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        switch (rows)
        {
            case 7: Rows7(s, ref a, ref b, ref init, ref c); return;
            case 6: Rows6(s, ref a, ref b, ref init, ref c); return;
            case 4: Rows4(s, ref a, ref b, ref init, ref c); return;
            case 2: Rows2(s, ref a, ref b, ref init, ref c); return;
            case 1: Rows1(s, ref a, ref b, ref init, ref c); return;
            default: throw new UnreachableException();
        }
    }

    [MethodImpl(KernelMethod.Options)]
    private static void Rows7(in TileStrides s, ref float a, ref float b, ref float init, ref float c) =>
        Multiply(7, s, ref a, ref b, ref init, ref c);

    [MethodImpl(KernelMethod.Options)]
    private static void Rows6(in TileStrides s, ref float a, ref float b, ref float init, ref float c) =>
        Multiply(6, s, ref a, ref b, ref init, ref c);

    [MethodImpl(KernelMethod.Options)]
    private static void Rows4(in TileStrides s, ref float a, ref float b, ref float init, ref float c) =>
        Multiply(4, s, ref a, ref b, ref init, ref c);

    [MethodImpl(KernelMethod.Options)]
    private static void Rows2(in TileStrides s, ref float a, ref float b, ref float init, ref float c) =>
        Multiply(2, s, ref a, ref b, ref init, ref c);

    [MethodImpl(KernelMethod.Options)]
    private static void Rows1(in TileStrides s, ref float a, ref float b, ref float init, ref float c) =>
        Multiply(1, s, ref a, ref b, ref init, ref c);

    // Inlined with a constant number of rows: the JIT then drops the rows that a tile does not have. Only named locals become
    // registers, so the rows are not an array.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(int rows, in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        var c0 = TRow.Load(ref init);
        var c1 = rows > 1 ? TRow.Load(ref Move(ref init, s.InitRow)) : default;
        var c2 = rows > 2 ? TRow.Load(ref Move(ref init, 2 * s.InitRow)) : default;
        var c3 = rows > 3 ? TRow.Load(ref Move(ref init, 3 * s.InitRow)) : default;
        var c4 = rows > 4 ? TRow.Load(ref Move(ref init, 4 * s.InitRow)) : default;
        var c5 = rows > 5 ? TRow.Load(ref Move(ref init, 5 * s.InitRow)) : default;
        var c6 = rows > 6 ? TRow.Load(ref Move(ref init, 6 * s.InitRow)) : default;
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var a3 = ref Move(ref a, 3 * row);
            ref var a6 = ref Move(ref a, 6 * row);
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var bRow = TRow.Load(ref bk);
                c0.Add(a0, bRow);
                if (rows > 1)
                {
                    c1.Add(Move(ref a0, row), bRow);
                }

                if (rows > 2)
                {
                    c2.Add(Move(ref a0, 2 * row), bRow);
                    c3.Add(a3, bRow);
                }

                if (rows > 4)
                {
                    c4.Add(Move(ref a3, row), bRow);
                    c5.Add(Move(ref a3, 2 * row), bRow);
                }

                if (rows > 6)
                {
                    c6.Add(a6, bRow);
                }

                a0 = ref Move(ref a0, s.AStep);
                a3 = ref Move(ref a3, s.AStep);
                a6 = ref Move(ref a6, s.AStep);
                bk = ref Move(ref bk, s.BStep);
            }

            a = ref Move(ref a, s.ASegment);
            b = ref Move(ref b, s.BSegment);
        }

        c0.Store(ref c);
        if (rows > 1)
        {
            c1.Store(ref Move(ref c, s.CRow));
        }

        if (rows > 2)
        {
            c2.Store(ref Move(ref c, 2 * s.CRow));
            c3.Store(ref Move(ref c, 3 * s.CRow));
        }

        if (rows > 4)
        {
            c4.Store(ref Move(ref c, 4 * s.CRow));
            c5.Store(ref Move(ref c, 5 * s.CRow));
        }

        if (rows > 6)
        {
            c6.Store(ref Move(ref c, 6 * s.CRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Move(ref float start, nint bytes) => ref Unsafe.AddByteOffset(ref start, bytes);
}

/// <summary>How a tile kernel walks through memory. Strides are in bytes, counts in elements.</summary>
internal struct TileStrides
{
    public int Steps;
    public int Segments;
    public nint ARow;
    public nint AStep;
    public nint ASegment;
    public nint BStep;
    public nint BSegment;
    public nint InitRow;
    public nint CRow;
}

/// <summary>One row of a tile: one or two vectors side by side.</summary>
internal interface ITileRow<TLanes, TSelf>
    where TLanes : struct, ILanes<TLanes>
    where TSelf : struct, ITileRow<TLanes, TSelf>
{
    static abstract TSelf Load(ref float source);

    /// <summary>Adds a · b.</summary>
    void Add(float a, in TSelf b);

    void Store(ref float destination);
}

/// <summary>A row of one vector.</summary>
internal struct VectorRow<TLanes> : ITileRow<TLanes, VectorRow<TLanes>>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorRow<TLanes> Load(ref float source)
    {
        VectorRow<TLanes> row;
        row._values = TLanes.Load(ref source);
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float a, in VectorRow<TLanes> b) => _values = TLanes.MultiplyAdd(TLanes.Broadcast(a), b._values, _values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination) => _values.Store(ref destination);
}

/// <summary>A row of two vectors side by side.</summary>
internal struct VectorPairRow<TLanes> : ITileRow<TLanes, VectorPairRow<TLanes>>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _left;
    private TLanes _right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPairRow<TLanes> Load(ref float source)
    {
        VectorPairRow<TLanes> row;
        row._left = TLanes.Load(ref source);
        row._right = TLanes.Load(ref Unsafe.Add(ref source, TLanes.Count));
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float a, in VectorPairRow<TLanes> b)
    {
        var factor = TLanes.Broadcast(a);
        _left = TLanes.MultiplyAdd(factor, b._left, _left);
        _right = TLanes.MultiplyAdd(factor, b._right, _right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination)
    {
        _left.Store(ref destination);
        _right.Store(ref Unsafe.Add(ref destination, TLanes.Count));
    }
}

/// <summary>Cuts a number of rows into tiles of 7, 6, 4, 2 and 1, so that slow small tiles are rare: 26 is 7+7+6+6, 8 is 4+4.</summary>
internal static class RowSplit
{
    private static readonly int[] Sizes = [7, 6, 4, 2, 1];

    // The time that a tile of each size takes, relative to one multiplication in a full tile: few rows leave multipliers idle.
    private static readonly int[] Costs = [70, 60, 46, 40, 36];

    // First[n] is the first tile of the cheapest split of n rows. From 42 rows on, sevens and sixes fit any number.
    private static readonly int[] First = Plan(64);

    /// <summary>The height of the next tile when <paramref name="rows"/> rows are left.</summary>
    public static int Next(int rows) => rows < First.Length ? First[rows] : Sizes[0];

    private static int[] Plan(int limit)
    {
        var first = new int[limit];
        var cost = new int[limit];
        for (var n = 1; n < limit; n++)
        {
            cost[n] = int.MaxValue;
            for (var i = 0; i < Sizes.Length; i++)
            {
                if (Sizes[i] <= n && cost[n - Sizes[i]] + Costs[i] < cost[n])
                {
                    cost[n] = cost[n - Sizes[i]] + Costs[i];
                    first[n] = Sizes[i];
                }
            }
        }

        return first;
    }
}
