using System.Numerics;
using System.Runtime.CompilerServices;

namespace Digits.Learning.Kernels;

/// <summary>
/// The normal distribution, with distribution function Φ and density φ, and the gelu activation, which is made of it. Φ has an error
/// of at most 1e-7 (erf: 2e-7).
/// </summary>
/// <remarks>Reads up to a vector beyond the last value, as <see cref="Elementwise"/> does.</remarks>
internal static class Normal
{
    private const float Density0 = 0.39894228f;
    private const float NearLimit = 1;
    private const float Shrink = 0.46f;
    private const float LeastExponent = -87;

    // The polynomials interpolate in Chebyshev nodes. For |x| < 1, Φ(x) = 1/2 + x · near(x²); elsewhere
    // Φ(-|x|) = exp(-x²/2) · s · far(s) with s = 1 / (1 + Shrink · |x|).
    private static readonly float[] Near = [0.39894228f, -0.0664903606f, 0.00997332848f, -0.00118634399f, 0.000113502296f, -7.66053817e-6f];
    private static readonly float[] Far = [0.183016813f, 0.191005365f, 0.0983639023f, 0.215553355f, -0.274685774f, 0.0869568397f];
    private static readonly float[] Exponential = [1, 1, 1 / 2f, 1 / 6f, 1 / 24f, 1 / 120f, 1 / 720f, 1 / 5040f];

    /// <summary>y = x · Φ(x).</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void Gelu(ref float x, ref float y, int length)
    {
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var value = Vector.LoadUnsafe(ref x, (nuint)i);
            Elementwise.Store(value * Distribution(value).Below, ref y, i, length);
        }
    }

    /// <summary>dX = dY · (Φ(x) + x · φ(x)).</summary>
    [MethodImpl(KernelMethod.Options)]
    public static void GeluGradient(ref float x, ref float dY, ref float dX, int length)
    {
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var value = Vector.LoadUnsafe(ref x, (nuint)i);
            var (below, density) = Distribution(value);
            Elementwise.Store(Vector.LoadUnsafe(ref dY, (nuint)i) * ((value * density) + below), ref dX, i, length);
        }
    }

    /// <summary>Φ(x) and φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Below, Vector<float> Density) Distribution(Vector<float> x)
    {
        var size = Vector.Abs(x);
        var bell = Exp(x * x * -0.5f);
        var s = Vector<float>.One / ((size * Shrink) + Vector<float>.One);
        var tail = bell * s * Polynomial(Far, s);
        var far = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
        var near = Vector.MultiplyAddEstimate(x, Polynomial(Near, x * x), new Vector<float>(0.5f));
        return (Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(NearLimit)), near, far), bell * Density0);
    }

    // exp(x) for x ≤ 0 is 2ⁿ · exp(r) with r = x - n · ln 2; ln 2 is split into two parts so that the product loses no digits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.Max(x, new Vector<float>(LeastExponent));
        var n = Vector.ConvertToInt32((x * 1.44269504f) - new Vector<float>(0.5f));
        var whole = Vector.ConvertToSingle(n);
        var r = x - (whole * 0.693359375f) + (whole * 2.12194440e-4f);
        return Polynomial(Exponential, r) * Vector.AsVectorSingle((n + new Vector<int>(127)) << 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Polynomial(float[] coefficients, Vector<float> x)
    {
        var sum = new Vector<float>(coefficients[^1]);
        for (var i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = Vector.MultiplyAddEstimate(sum, x, new Vector<float>(coefficients[i]));
        }

        return sum;
    }
}
