using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Digits.Learning.Kernels;

/// <summary>A single float: what is left over at the end of a loop, and the scalar twin of a formula written against lanes.</summary>
internal readonly struct Lanes1(float value) : ILanes<Lanes1>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static Lanes1 Zero => new(0);

    public static Lanes1 operator +(Lanes1 a, Lanes1 b) => new(a._value + b._value);

    public static Lanes1 operator -(Lanes1 a, Lanes1 b) => new(a._value - b._value);

    public static Lanes1 operator *(Lanes1 a, Lanes1 b) => new(a._value * b._value);

    public static Lanes1 operator /(Lanes1 a, Lanes1 b) => new(a._value / b._value);

    public static Lanes1 Broadcast(float value) => new(value);

    public static Lanes1 Load(ref float source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 MultiplyAdd(Lanes1 a, Lanes1 b, Lanes1 c) => new(float.MultiplyAddEstimate(a._value, b._value, c._value));

    public static Lanes1 IfGreater(Lanes1 a, Lanes1 b, Lanes1 yes, Lanes1 no) => a._value > b._value ? yes : no;

    public static Lanes1 IfEqual(Lanes1 a, Lanes1 b, Lanes1 yes, Lanes1 no) => a._value == b._value ? yes : no;

    public static Lanes1 Sqrt(Lanes1 a) => new(MathF.Sqrt(a._value));

    public static Lanes1 Abs(Lanes1 a) => new(MathF.Abs(a._value));

    public void Store(ref float destination) => destination = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Lanes1 a, Lanes1 b, Lanes1 c, Lanes1 d) =>
        Vector128.Create(a._value, b._value, c._value, d._value);
}
