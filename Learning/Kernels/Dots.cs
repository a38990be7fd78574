using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>
/// Adds to c[r, j] the dot product of row r of a and row j of b, for 4 or 1 rows of each. One register accumulates each pair, so
/// that 16 chains hide the latency of the multiplier. The length is a whole number of registers.
/// </summary>
internal static class Dots<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    [MethodImpl(Hot.Loop)]
    public static void Add4x4(int length, ref float a, int aRow, ref float b, int bRow, ref float c, int cRow)
    {
        ref var a1 = ref Unsafe.Add(ref a, aRow);
        ref var a2 = ref Unsafe.Add(ref a1, aRow);
        ref var a3 = ref Unsafe.Add(ref a2, aRow);
        ref var b1 = ref Unsafe.Add(ref b, bRow);
        ref var b2 = ref Unsafe.Add(ref b1, bRow);
        ref var b3 = ref Unsafe.Add(ref b2, bRow);
        var c00 = TLanes.Zero;
        var c01 = TLanes.Zero;
        var c02 = TLanes.Zero;
        var c03 = TLanes.Zero;
        var c10 = TLanes.Zero;
        var c11 = TLanes.Zero;
        var c12 = TLanes.Zero;
        var c13 = TLanes.Zero;
        var c20 = TLanes.Zero;
        var c21 = TLanes.Zero;
        var c22 = TLanes.Zero;
        var c23 = TLanes.Zero;
        var c30 = TLanes.Zero;
        var c31 = TLanes.Zero;
        var c32 = TLanes.Zero;
        var c33 = TLanes.Zero;
        for (nuint k = 0; k < (nuint)length; k += (nuint)TLanes.Count)
        {
            var y0 = TLanes.Load(ref Unsafe.Add(ref b, k));
            var y1 = TLanes.Load(ref Unsafe.Add(ref b1, k));
            var y2 = TLanes.Load(ref Unsafe.Add(ref b2, k));
            var y3 = TLanes.Load(ref Unsafe.Add(ref b3, k));
            var x = TLanes.Load(ref Unsafe.Add(ref a, k));
            c00 = TLanes.MultiplyAdd(x, y0, c00);
            c01 = TLanes.MultiplyAdd(x, y1, c01);
            c02 = TLanes.MultiplyAdd(x, y2, c02);
            c03 = TLanes.MultiplyAdd(x, y3, c03);
            x = TLanes.Load(ref Unsafe.Add(ref a1, k));
            c10 = TLanes.MultiplyAdd(x, y0, c10);
            c11 = TLanes.MultiplyAdd(x, y1, c11);
            c12 = TLanes.MultiplyAdd(x, y2, c12);
            c13 = TLanes.MultiplyAdd(x, y3, c13);
            x = TLanes.Load(ref Unsafe.Add(ref a2, k));
            c20 = TLanes.MultiplyAdd(x, y0, c20);
            c21 = TLanes.MultiplyAdd(x, y1, c21);
            c22 = TLanes.MultiplyAdd(x, y2, c22);
            c23 = TLanes.MultiplyAdd(x, y3, c23);
            x = TLanes.Load(ref Unsafe.Add(ref a3, k));
            c30 = TLanes.MultiplyAdd(x, y0, c30);
            c31 = TLanes.MultiplyAdd(x, y1, c31);
            c32 = TLanes.MultiplyAdd(x, y2, c32);
            c33 = TLanes.MultiplyAdd(x, y3, c33);
        }

        (Vector128.LoadUnsafe(ref c) + TLanes.Sums(c00, c01, c02, c03)).StoreUnsafe(ref c);
        c = ref Unsafe.Add(ref c, cRow);
        (Vector128.LoadUnsafe(ref c) + TLanes.Sums(c10, c11, c12, c13)).StoreUnsafe(ref c);
        c = ref Unsafe.Add(ref c, cRow);
        (Vector128.LoadUnsafe(ref c) + TLanes.Sums(c20, c21, c22, c23)).StoreUnsafe(ref c);
        c = ref Unsafe.Add(ref c, cRow);
        (Vector128.LoadUnsafe(ref c) + TLanes.Sums(c30, c31, c32, c33)).StoreUnsafe(ref c);
    }

    [MethodImpl(Hot.Loop)]
    public static void Add4x1(int length, ref float a, int aRow, ref float b, ref float c, int cRow)
    {
        ref var a1 = ref Unsafe.Add(ref a, aRow);
        ref var a2 = ref Unsafe.Add(ref a1, aRow);
        ref var a3 = ref Unsafe.Add(ref a2, aRow);
        var c00 = TLanes.Zero;
        var c10 = TLanes.Zero;
        var c20 = TLanes.Zero;
        var c30 = TLanes.Zero;
        for (nuint k = 0; k < (nuint)length; k += (nuint)TLanes.Count)
        {
            var y0 = TLanes.Load(ref Unsafe.Add(ref b, k));
            var x = TLanes.Load(ref Unsafe.Add(ref a, k));
            c00 = TLanes.MultiplyAdd(x, y0, c00);
            x = TLanes.Load(ref Unsafe.Add(ref a1, k));
            c10 = TLanes.MultiplyAdd(x, y0, c10);
            x = TLanes.Load(ref Unsafe.Add(ref a2, k));
            c20 = TLanes.MultiplyAdd(x, y0, c20);
            x = TLanes.Load(ref Unsafe.Add(ref a3, k));
            c30 = TLanes.MultiplyAdd(x, y0, c30);
        }

        c += c00.Sum();
        c = ref Unsafe.Add(ref c, cRow);
        c += c10.Sum();
        c = ref Unsafe.Add(ref c, cRow);
        c += c20.Sum();
        c = ref Unsafe.Add(ref c, cRow);
        c += c30.Sum();
    }

    [MethodImpl(Hot.Loop)]
    public static void Add1x4(int length, ref float a, ref float b, int bRow, ref float c)
    {
        ref var b1 = ref Unsafe.Add(ref b, bRow);
        ref var b2 = ref Unsafe.Add(ref b1, bRow);
        ref var b3 = ref Unsafe.Add(ref b2, bRow);
        var c00 = TLanes.Zero;
        var c01 = TLanes.Zero;
        var c02 = TLanes.Zero;
        var c03 = TLanes.Zero;
        for (nuint k = 0; k < (nuint)length; k += (nuint)TLanes.Count)
        {
            var y0 = TLanes.Load(ref Unsafe.Add(ref b, k));
            var y1 = TLanes.Load(ref Unsafe.Add(ref b1, k));
            var y2 = TLanes.Load(ref Unsafe.Add(ref b2, k));
            var y3 = TLanes.Load(ref Unsafe.Add(ref b3, k));
            var x = TLanes.Load(ref Unsafe.Add(ref a, k));
            c00 = TLanes.MultiplyAdd(x, y0, c00);
            c01 = TLanes.MultiplyAdd(x, y1, c01);
            c02 = TLanes.MultiplyAdd(x, y2, c02);
            c03 = TLanes.MultiplyAdd(x, y3, c03);
        }

        (Vector128.LoadUnsafe(ref c) + TLanes.Sums(c00, c01, c02, c03)).StoreUnsafe(ref c);
    }

    [MethodImpl(Hot.Loop)]
    public static void Add1x1(int length, ref float a, ref float b, ref float c)
    {
        var c00 = TLanes.Zero;
        for (nuint k = 0; k < (nuint)length; k += (nuint)TLanes.Count)
        {
            var y0 = TLanes.Load(ref Unsafe.Add(ref b, k));
            var x = TLanes.Load(ref Unsafe.Add(ref a, k));
            c00 = TLanes.MultiplyAdd(x, y0, c00);
        }

        c += c00.Sum();
    }
}
