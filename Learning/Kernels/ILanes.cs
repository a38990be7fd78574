using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>
/// A vector register of floats. The kernels are written once against this; the JIT makes one version per width, in which every
/// member is a single instruction.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Floats in the register.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Broadcast(float value);

    /// <summary>Reads <see cref="Count"/> floats from <paramref name="source"/> on.</summary>
    static abstract TSelf Load(ref float source);

    /// <summary>a·b + c, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>In every lane: a &gt; b ? yes : no.</summary>
    static abstract TSelf IfGreater(TSelf a, TSelf b, TSelf yes, TSelf no);

    /// <summary>In every lane: a == b ? yes : no.</summary>
    static abstract TSelf IfEqual(TSelf a, TSelf b, TSelf yes, TSelf no);

    void Store(ref float destination);

    /// <summary>The sums of four registers' lanes, in an order that depends on the width only.</summary>
    static abstract Vector128<float> Sums(TSelf a, TSelf b, TSelf c, TSelf d);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf Abs(TSelf a);
}
