using System.Numerics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// A mixing function of 32 bits (two rounds of multiply and xor-shift, constants found by Chris Wellons' search "lowbias32", public
/// domain): neighbouring inputs give unrelated outputs. So random numbers are a function of a counter and need neither state nor order.
/// </summary>
internal static class Mixing
{
    private const uint First = 0x7feb352d;
    private const uint Second = 0x846ca68b;

    public static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * First;
        x = (x ^ (x >> 15)) * Second;
        return x ^ (x >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Mix(Vector<uint> x)
    {
        x = (x ^ (x >>> 16)) * new Vector<uint>(First);
        x = (x ^ (x >>> 15)) * new Vector<uint>(Second);
        return x ^ (x >>> 16);
    }
}
