using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>A row of a tile of one register.</summary>
internal struct OneRegister<TLanes> : ITileRow<TLanes, OneRegister<TLanes>>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneRegister<TLanes> Load(ref float source)
    {
        OneRegister<TLanes> row;
        row._first = TLanes.Load(ref source);
        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float a, in OneRegister<TLanes> b)
    {
        var factor = TLanes.Broadcast(a);
        _first = TLanes.MultiplyAdd(factor, b._first, _first);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination)
    {
        _first.Store(ref destination);
    }
}
