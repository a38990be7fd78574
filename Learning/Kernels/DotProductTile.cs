using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>
/// Adds to c[r, j] the dot product of row r of a and row j of b, for 4 or 1 rows of each. One register accumulates each pair, so
/// that 16 chains hide the latency of the multiplier. The length is a whole number of registers.
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
        FourRegisters<TLanes> c0 = default, c1 = default, c2 = default, c3 = default;
        for (nint k = 0; k < length; k += TLanes.Count)
        {
            var rows = FourRegisters<TLanes>.Load(ref Unsafe.Add(ref b, k), bRow);
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

        // Not another sum of lanes: a value has the same bits in every tile.
        c += TLanes.Sums(sum, TLanes.Zero, TLanes.Zero, TLanes.Zero)[0];
    }

    [MethodImpl(KernelMethod.Options)]
    private static Vector128<float> OneByFour(int length, ref float one, ref float four, int row)
    {
        var sums = default(FourRegisters<TLanes>);
        for (nint k = 0; k < length; k += TLanes.Count)
        {
            sums.Add(TLanes.Load(ref Unsafe.Add(ref one, k)), FourRegisters<TLanes>.Load(ref Unsafe.Add(ref four, k), row));
        }

        return sums.Sums();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref float c, Vector128<float> sums) => (Vector128.LoadUnsafe(ref c) + sums).StoreUnsafe(ref c);
}
