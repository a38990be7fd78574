using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The inner kernels: a tile of C, so many rows by one or two registers, stays in registers while the sum over k runs.
/// c[r, j] = init[r, j] + Σ_segment Σ_k a[segment, r, k] · b[segment, k, j].
/// </summary>
/// <remarks>
/// Written out by row count because only named locals become registers. A step loads one or two registers of b and multiplies
/// them with one broadcast value of a per row: from 6 rows by 2 registers on, a core's multipliers are busy. More rows were no faster.
/// Rows are reached from every third one with one or two row strides, so that few address registers are needed.
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
    private static void Rows7(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        var c0 = TRow.Load(ref init);
        var c1 = TRow.Load(ref Row(ref init, s.InitRow));
        var c2 = TRow.Load(ref Row(ref init, 2 * s.InitRow));
        var c3 = TRow.Load(ref Row(ref init, 3 * s.InitRow));
        var c4 = TRow.Load(ref Row(ref init, 4 * s.InitRow));
        var c5 = TRow.Load(ref Row(ref init, 5 * s.InitRow));
        var c6 = TRow.Load(ref Row(ref init, 6 * s.InitRow));
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var a3 = ref Row(ref a, 3 * row);
            ref var a6 = ref Row(ref a, 6 * row);
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var bRow = TRow.Load(ref bk);
                c0.Add(a0, bRow);
                c1.Add(Row(ref a0, row), bRow);
                c2.Add(Row(ref a0, 2 * row), bRow);
                c3.Add(a3, bRow);
                c4.Add(Row(ref a3, row), bRow);
                c5.Add(Row(ref a3, 2 * row), bRow);
                c6.Add(a6, bRow);
                a0 = ref Row(ref a0, s.AStep);
                a3 = ref Row(ref a3, s.AStep);
                a6 = ref Row(ref a6, s.AStep);
                bk = ref Row(ref bk, s.BStep);
            }

            a = ref Row(ref a, s.ASegment);
            b = ref Row(ref b, s.BSegment);
        }

        c0.Store(ref c);
        c1.Store(ref Row(ref c, s.CRow));
        c2.Store(ref Row(ref c, 2 * s.CRow));
        c3.Store(ref Row(ref c, 3 * s.CRow));
        c4.Store(ref Row(ref c, 4 * s.CRow));
        c5.Store(ref Row(ref c, 5 * s.CRow));
        c6.Store(ref Row(ref c, 6 * s.CRow));
    }

    [MethodImpl(KernelMethod.Options)]
    private static void Rows6(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        var c0 = TRow.Load(ref init);
        var c1 = TRow.Load(ref Row(ref init, s.InitRow));
        var c2 = TRow.Load(ref Row(ref init, 2 * s.InitRow));
        var c3 = TRow.Load(ref Row(ref init, 3 * s.InitRow));
        var c4 = TRow.Load(ref Row(ref init, 4 * s.InitRow));
        var c5 = TRow.Load(ref Row(ref init, 5 * s.InitRow));
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var a3 = ref Row(ref a, 3 * row);
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var bRow = TRow.Load(ref bk);
                c0.Add(a0, bRow);
                c1.Add(Row(ref a0, row), bRow);
                c2.Add(Row(ref a0, 2 * row), bRow);
                c3.Add(a3, bRow);
                c4.Add(Row(ref a3, row), bRow);
                c5.Add(Row(ref a3, 2 * row), bRow);
                a0 = ref Row(ref a0, s.AStep);
                a3 = ref Row(ref a3, s.AStep);
                bk = ref Row(ref bk, s.BStep);
            }

            a = ref Row(ref a, s.ASegment);
            b = ref Row(ref b, s.BSegment);
        }

        c0.Store(ref c);
        c1.Store(ref Row(ref c, s.CRow));
        c2.Store(ref Row(ref c, 2 * s.CRow));
        c3.Store(ref Row(ref c, 3 * s.CRow));
        c4.Store(ref Row(ref c, 4 * s.CRow));
        c5.Store(ref Row(ref c, 5 * s.CRow));
    }

    [MethodImpl(KernelMethod.Options)]
    private static void Rows4(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        var c0 = TRow.Load(ref init);
        var c1 = TRow.Load(ref Row(ref init, s.InitRow));
        var c2 = TRow.Load(ref Row(ref init, 2 * s.InitRow));
        var c3 = TRow.Load(ref Row(ref init, 3 * s.InitRow));
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var a3 = ref Row(ref a, 3 * row);
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var bRow = TRow.Load(ref bk);
                c0.Add(a0, bRow);
                c1.Add(Row(ref a0, row), bRow);
                c2.Add(Row(ref a0, 2 * row), bRow);
                c3.Add(a3, bRow);
                a0 = ref Row(ref a0, s.AStep);
                a3 = ref Row(ref a3, s.AStep);
                bk = ref Row(ref bk, s.BStep);
            }

            a = ref Row(ref a, s.ASegment);
            b = ref Row(ref b, s.BSegment);
        }

        c0.Store(ref c);
        c1.Store(ref Row(ref c, s.CRow));
        c2.Store(ref Row(ref c, 2 * s.CRow));
        c3.Store(ref Row(ref c, 3 * s.CRow));
    }

    [MethodImpl(KernelMethod.Options)]
    private static void Rows2(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        nint row = s.ARow;
        var c0 = TRow.Load(ref init);
        var c1 = TRow.Load(ref Row(ref init, s.InitRow));
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var bRow = TRow.Load(ref bk);
                c0.Add(a0, bRow);
                c1.Add(Row(ref a0, row), bRow);
                a0 = ref Row(ref a0, s.AStep);
                bk = ref Row(ref bk, s.BStep);
            }

            a = ref Row(ref a, s.ASegment);
            b = ref Row(ref b, s.BSegment);
        }

        c0.Store(ref c);
        c1.Store(ref Row(ref c, s.CRow));
    }

    [MethodImpl(KernelMethod.Options)]
    private static void Rows1(in TileStrides s, ref float a, ref float b, ref float init, ref float c)
    {
        var c0 = TRow.Load(ref init);
        for (var segment = s.Segments; segment > 0; segment--)
        {
            ref var a0 = ref a;
            ref var bk = ref b;
            for (var k = s.Steps; k > 0; k--)
            {
                var bRow = TRow.Load(ref bk);
                c0.Add(a0, bRow);
                a0 = ref Row(ref a0, s.AStep);
                bk = ref Row(ref bk, s.BStep);
            }

            a = ref Row(ref a, s.ASegment);
            b = ref Row(ref b, s.BSegment);
        }

        c0.Store(ref c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Row(ref float start, nint bytes) => ref Unsafe.AddByteOffset(ref start, bytes);
}
