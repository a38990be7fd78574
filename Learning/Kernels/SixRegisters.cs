using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>Six registers of a one-dimensional Winograd transform, which works in place.</summary>
internal struct SixRegisters<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    public TLanes V0;
    public TLanes V1;
    public TLanes V2;
    public TLanes V3;
    public TLanes V4;
    public TLanes V5;

    /// <summary>Reads registers that lie <paramref name="step"/> floats apart: the first <paramref name="count"/>, which is 3, 4 or 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixRegisters<TLanes> Load(ref float source, nint step, int count)
    {
        var six = default(SixRegisters<TLanes>);
        six.V0 = TLanes.Load(ref source);
        six.V1 = TLanes.Load(ref Unsafe.Add(ref source, step));
        six.V2 = TLanes.Load(ref Unsafe.Add(ref source, 2 * step));
        if (count > 3)
        {
            six.V3 = TLanes.Load(ref Unsafe.Add(ref source, 3 * step));
        }

        if (count > 4)
        {
            six.V4 = TLanes.Load(ref Unsafe.Add(ref source, 4 * step));
            six.V5 = TLanes.Load(ref Unsafe.Add(ref source, 5 * step));
        }

        return six;
    }

    /// <summary>Writes the first <paramref name="count"/> registers, 3, 4 or 6, <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, nint step, int count)
    {
        V0.Store(ref destination);
        V1.Store(ref Unsafe.Add(ref destination, step));
        V2.Store(ref Unsafe.Add(ref destination, 2 * step));
        if (count > 3)
        {
            V3.Store(ref Unsafe.Add(ref destination, 3 * step));
        }

        if (count > 4)
        {
            V4.Store(ref Unsafe.Add(ref destination, 4 * step));
            V5.Store(ref Unsafe.Add(ref destination, 5 * step));
        }
    }

    /// <summary>Adds the first <paramref name="count"/> registers, 3 or 6, to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo(ref float destination, nint step, int count)
    {
        var before = Load(ref destination, step, count);
        V0 += before.V0;
        V1 += before.V1;
        V2 += before.V2;
        if (count > 3)
        {
            V3 += before.V3;
            V4 += before.V4;
            V5 += before.V5;
        }

        Store(ref destination, step, count);
    }
}
