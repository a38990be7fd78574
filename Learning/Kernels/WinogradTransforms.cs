using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The one-dimensional transforms behind <see cref="Winograd{TLanes}"/>, F(4, 3): four outputs of a three-tap filter from six inputs by
/// six products (Lavin, Gray 2016). The points of interpolation are 0, ±5/8, ±3/2 and infinity, which lose about a tenth as
/// much precision as 0, ±1, ±2.
/// </summary>
/// <remarks>
/// y = Aᵀ((G·g) ⊙ (Bᵀ·d)) for inputs d, taps g, outputs y. With P(x) = x(x² - a²)(x² - b²), row p of Bᵀ holds the coefficients of
/// P(x)/(x - p), row p of G is (1, p, p²)/P'(p), and column p of Aᵀ is (1, p, p², p³). The gradients use the transposed matrices.
/// </remarks>
internal static class WinogradTransforms<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private const float A = 0.625f;
    private const float B = 1.5f;
    private const float A2 = A * A;
    private const float B2 = B * B;
    private const float A3 = A * A2;
    private const float B3 = B * B2;
    private const float N0 = 1 / (A2 * B2);
    private const float NA = 1 / (2 * A2 * (A2 - B2));
    private const float NB = 1 / (2 * B2 * (B2 - A2));

    /// <summary>t = Bᵀ · d.</summary>
    internal readonly struct Input : IWinogradTransform<TLanes>
    {
        public static int Inputs => 6;

        public static int Outputs => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref WinogradLine<TLanes> d)
        {
            var (d0, d1, d2, d3, d4, d5) = (d.V0, d.V1, d.V2, d.V3, d.V4, d.V5);
            var evenA = Fma(-B2, d2, d4);
            var oddA = TLanes.Broadcast(A) * Fma(-B2, d1, d3);
            var evenB = Fma(-A2, d2, d4);
            var oddB = TLanes.Broadcast(B) * Fma(-A2, d1, d3);
            d.V0 = Fma(A2 * B2, d0, Fma(-(A2 + B2), d2, d4));
            SetPairs(ref d, evenA, oddA, evenB, oddB);
            d.V5 = Fma(A2 * B2, d1, Fma(-(A2 + B2), d3, d5));
        }
    }

    /// <summary>d = B · t.</summary>
    internal readonly struct InputGradient : IWinogradTransform<TLanes>
    {
        public static int Inputs => 6;

        public static int Outputs => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref WinogradLine<TLanes> t)
        {
            var (t0, t5) = (t.V0, t.V5);
            var (sumA, oddA) = (t.V1 + t.V2, TLanes.Broadcast(A) * (t.V1 - t.V2));
            var (sumB, oddB) = (t.V3 + t.V4, TLanes.Broadcast(B) * (t.V3 - t.V4));
            t.V0 = TLanes.Broadcast(A2 * B2) * t0;
            t.V1 = Fma(A2 * B2, t5, Fma(-B2, oddA, TLanes.Broadcast(-A2) * oddB));
            t.V2 = Fma(-(A2 + B2), t0, Fma(-B2, sumA, TLanes.Broadcast(-A2) * sumB));
            t.V3 = Fma(-(A2 + B2), t5, oddA + oddB);
            t.V4 = t0 + sumA + sumB;
        }
    }

    /// <summary>y = Aᵀ · m, the first four values of the result.</summary>
    internal readonly struct Output : IWinogradTransform<TLanes>
    {
        public static int Inputs => 6;

        public static int Outputs => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref WinogradLine<TLanes> m)
        {
            var (sumA, oddA) = (m.V1 + m.V2, m.V1 - m.V2);
            var (sumB, oddB) = (m.V3 + m.V4, m.V3 - m.V4);
            m.V0 += sumA + sumB;
            m.V1 = Fma(A, oddA, TLanes.Broadcast(B) * oddB);
            m.V2 = Fma(A2, sumA, TLanes.Broadcast(B2) * sumB);
            m.V3 = Fma(A3, oddA, Fma(B3, oddB, m.V5));
        }
    }

    /// <summary>m = A · y for the first four values of y.</summary>
    internal readonly struct OutputGradient : IWinogradTransform<TLanes>
    {
        public static int Inputs => 4;

        public static int Outputs => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref WinogradLine<TLanes> y)
        {
            var (y0, y1, y2, y3) = (y.V0, y.V1, y.V2, y.V3);
            var (evenA, oddA) = (Fma(A2, y2, y0), Fma(A3, y3, TLanes.Broadcast(A) * y1));
            var (evenB, oddB) = (Fma(B2, y2, y0), Fma(B3, y3, TLanes.Broadcast(B) * y1));
            SetPairs(ref y, evenA, oddA, evenB, oddB);
            y.V5 = y3;
        }
    }

    /// <summary>u = G · g for the first three values of g.</summary>
    internal readonly struct Weights : IWinogradTransform<TLanes>
    {
        public static int Inputs => 3;

        public static int Outputs => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref WinogradLine<TLanes> g)
        {
            var (g0, g1, g2) = (g.V0, g.V1, g.V2);
            var (evenA, oddA) = (TLanes.Broadcast(NA) * Fma(A2, g2, g0), TLanes.Broadcast(NA * A) * g1);
            var (evenB, oddB) = (TLanes.Broadcast(NB) * Fma(B2, g2, g0), TLanes.Broadcast(NB * B) * g1);
            g.V0 = TLanes.Broadcast(N0) * g0;
            SetPairs(ref g, evenA, oddA, evenB, oddB);
            g.V5 = g2;
        }
    }

    /// <summary>g = Gᵀ · u, the first three values of the result.</summary>
    internal readonly struct WeightGradient : IWinogradTransform<TLanes>
    {
        public static int Inputs => 6;

        public static int Outputs => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref WinogradLine<TLanes> u)
        {
            var (sumA, oddA) = (TLanes.Broadcast(NA) * (u.V1 + u.V2), TLanes.Broadcast(NA * A) * (u.V1 - u.V2));
            var (sumB, oddB) = (TLanes.Broadcast(NB) * (u.V3 + u.V4), TLanes.Broadcast(NB * B) * (u.V3 - u.V4));
            u.V0 = Fma(N0, u.V0, sumA + sumB);
            u.V1 = oddA + oddB;
            u.V2 = Fma(A2, sumA, Fma(B2, sumB, u.V5));
        }
    }

    // The values at a, -a, b and -b from their even and odd parts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPairs(ref WinogradLine<TLanes> values, TLanes evenA, TLanes oddA, TLanes evenB, TLanes oddB)
    {
        values.V1 = evenA + oddA;
        values.V2 = evenA - oddA;
        values.V3 = evenB + oddB;
        values.V4 = evenB - oddB;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Fma(float a, TLanes b, TLanes c) => TLanes.MultiplyAdd(TLanes.Broadcast(a), b, c);
}

/// <summary>
/// A one-dimensional transform in place: the first <see cref="Inputs"/> values of a line are its inputs, and the first
/// <see cref="Outputs"/> are its outputs afterwards.
/// </summary>
internal interface IWinogradTransform<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The number of inputs: 3, 4 or 6.</summary>
    static abstract int Inputs { get; }

    /// <summary>The number of outputs: 3, 4 or 6.</summary>
    static abstract int Outputs { get; }

    static abstract void Apply(ref WinogradLine<TLanes> values);
}

/// <summary>The up to six values of one row or column that a one-dimensional transform works on, each a vector of channels.</summary>
internal struct WinogradLine<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    public TLanes V0;
    public TLanes V1;
    public TLanes V2;
    public TLanes V3;
    public TLanes V4;
    public TLanes V5;

    /// <summary>Reads the first <paramref name="count"/> values, 3, 4 or 6, which lie <paramref name="step"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WinogradLine<TLanes> Load(ref float source, nint step, int count)
    {
        var six = default(WinogradLine<TLanes>);
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

    /// <summary>Writes the first <paramref name="count"/> values, 3, 4 or 6, <paramref name="step"/> floats apart.</summary>
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

    /// <summary>Adds the first <paramref name="count"/> values, 3 or 6, to those in memory.</summary>
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
