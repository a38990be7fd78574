using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>Four registers that are read, added to and written together.</summary>
internal struct FourRegisters<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _0;
    private TLanes _1;
    private TLanes _2;
    private TLanes _3;

    /// <summary>Reads registers that lie <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourRegisters<TLanes> Load(ref float source, nint step)
    {
        FourRegisters<TLanes> four;
        four._0 = TLanes.Load(ref source);
        four._1 = TLanes.Load(ref Unsafe.Add(ref source, step));
        four._2 = TLanes.Load(ref Unsafe.Add(ref source, 2 * step));
        four._3 = TLanes.Load(ref Unsafe.Add(ref source, 3 * step));
        return four;
    }

    /// <summary>Adds one register times each of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLanes one, in FourRegisters<TLanes> four)
    {
        _0 = TLanes.MultiplyAdd(one, four._0, _0);
        _1 = TLanes.MultiplyAdd(one, four._1, _1);
        _2 = TLanes.MultiplyAdd(one, four._2, _2);
        _3 = TLanes.MultiplyAdd(one, four._3, _3);
    }

    /// <summary>Writes the registers <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint step)
    {
        _0.Store(ref destination);
        _1.Store(ref Unsafe.Add(ref destination, step));
        _2.Store(ref Unsafe.Add(ref destination, 2 * step));
        _3.Store(ref Unsafe.Add(ref destination, 3 * step));
    }

    /// <summary>The sum of each register's lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<float> Sums() => TLanes.Sums(_0, _1, _2, _3);
}
