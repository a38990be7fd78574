using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>A row of a tile of two registers.</summary>
internal struct TwoRegisters<TLanes> : ITileRow<TLanes, TwoRegisters<TLanes>>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _first;
    private TLanes _second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoRegisters<TLanes> Load(ref float source)
    {
        TwoRegisters<TLanes> row;
        row._first = TLanes.Load(ref source);
        row._second = TLanes.Load(ref Unsafe.Add(ref source, TLanes.Count));
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float a, in TwoRegisters<TLanes> b)
    {
        var factor = TLanes.Broadcast(a);
        _first = TLanes.MultiplyAdd(factor, b._first, _first);
        _second = TLanes.MultiplyAdd(factor, b._second, _second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination)
    {
        _first.Store(ref destination);
        _second.Store(ref Unsafe.Add(ref destination, TLanes.Count));
    }
}
