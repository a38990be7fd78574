using System.Numerics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Optimizers;

/// <summary>
/// Adam (Kingma, Ba 2015): m = β1·m + (1 - β1)·g, v = β2·v + (1 - β2)·g², mHat = m / (1 - β1ᵗ), vHat = v / (1 - β2ᵗ),
/// w = w - rate · mHat / (√vHat + ε).
/// </summary>
internal readonly struct Adam
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const float Epsilon = 1e-8f;

    // Values this small change nothing, but once they were denormal the processor would take many times as long over them.
    private const float Tiny = 1e-30f;

    private readonly float _rate;
    private readonly float _mScale;
    private readonly float _vScale;

    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="step">The number of this step, from 1.</param>
    public Adam(double rate, long step)
    {
        _rate = (float)rate;
        _mScale = (float)(1 / (1 - Math.Pow(Beta1, step)));
        _vScale = (float)(1 / (1 - Math.Pow(Beta2, step)));
    }

    /// <summary>Updates weights and moments in place. All spans have the same length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> w, Span<float> m, Span<float> v, ReadOnlySpan<float> g)
    {
        const float B1 = (float)Beta1;
        const float B2 = (float)Beta2;
        var i = 0;
        for (; i <= w.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var gradient = new Vector<float>(g[i..]);
            var mean = FlushTiny((new Vector<float>(m[i..]) * B1) + (gradient * (1 - B1)));
            var variance = FlushTiny((new Vector<float>(v[i..]) * B2) + (gradient * gradient * (1 - B2)));
            mean.CopyTo(m[i..]);
            variance.CopyTo(v[i..]);
            var change = mean * (_mScale * _rate) / (Vector.SquareRoot(variance * _vScale) + new Vector<float>(Epsilon));
            (new Vector<float>(w[i..]) - change).CopyTo(w[i..]);
        }

        UpdateReference(w[i..], m[i..], v[i..], g[i..]);
    }

    /// <summary>The same, value by value.</summary>
    public void UpdateReference(Span<float> w, Span<float> m, Span<float> v, ReadOnlySpan<float> g)
    {
        const float B1 = (float)Beta1;
        const float B2 = (float)Beta2;
        for (var i = 0; i < w.Length; i++)
        {
            m[i] = FlushTiny((m[i] * B1) + (g[i] * (1 - B1)));
            v[i] = FlushTiny((v[i] * B2) + (g[i] * g[i] * (1 - B2)));
            w[i] -= m[i] * (_mScale * _rate) / (MathF.Sqrt(v[i] * _vScale) + Epsilon);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> FlushTiny(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(Tiny)), Vector<float>.Zero, x);

    private static float FlushTiny(float x) => MathF.Abs(x) < Tiny ? 0 : x;
}
