using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Optimizers;

/// <summary>Applies an update rule to weights in place: a loop over whole vectors, then the remainder by the same formula.</summary>
internal static class Update
{
    // Values this small have no effect, but if they became denormal, the processor would take many times as long to compute them.
    private const float Tiny = 1e-30f;

    /// <summary>Zero for a tiny value, else the value; not-a-number stays what it is, so that a diverged run is noticed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FlushTiny<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.IfGreater(TLanes.Broadcast(Tiny), TLanes.Abs(x), TLanes.Zero, x);

    /// <summary>Does one step. All spans have the length of the weights, except for state that the rule does not keep.</summary>
    public static void Apply<TRule>(in TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> first, Span<float> second)
        where TRule : struct, IUpdateRule<TRule>
    {
        switch (Lanes.Widest)
        {
            case 16: Apply<TRule, Lanes512>(rule, w, g, first, second); break;
            case 8: Apply<TRule, Lanes256>(rule, w, g, first, second); break;
            default: Apply<TRule, Lanes128>(rule, w, g, first, second); break;
        }
    }

    /// <summary>The same with vectors of a given width; with <see cref="Lanes1"/> it is the scalar twin.</summary>
    public static void Apply<TRule, TLanes>(
        in TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> first, Span<float> second)
        where TRule : struct, IUpdateRule<TRule>
        where TLanes : struct, ILanes<TLanes>
    {
        var whole = w.Length - (w.Length % TLanes.Count);
        Sweep<TRule, TLanes>(rule, w, g, first, second, 0, whole);
        Sweep<TRule, Lanes1>(rule, w, g, first, second, whole, w.Length);
    }

    [MethodImpl(KernelMethod.Options)]
    private static void Sweep<TRule, TLanes>(
        TRule rule, Span<float> w, ReadOnlySpan<float> g, Span<float> first, Span<float> second, int start, int end)
        where TRule : struct, IUpdateRule<TRule>
        where TLanes : struct, ILanes<TLanes>
    {
        ref var w0 = ref MemoryMarshal.GetReference(w);
        ref var g0 = ref MemoryMarshal.GetReference(g);
        ref var first0 = ref MemoryMarshal.GetReference(first);
        ref var second0 = ref MemoryMarshal.GetReference(second);
        for (var i = (nuint)start; i < (nuint)end; i += (nuint)TLanes.Count)
        {
            var one = TRule.StateCount > 0 ? TLanes.Load(ref Unsafe.Add(ref first0, i)) : TLanes.Zero;
            var two = TRule.StateCount > 1 ? TLanes.Load(ref Unsafe.Add(ref second0, i)) : TLanes.Zero;
            rule.Apply(TLanes.Load(ref Unsafe.Add(ref w0, i)), TLanes.Load(ref Unsafe.Add(ref g0, i)), ref one, ref two)
                .Store(ref Unsafe.Add(ref w0, i));
            if (TRule.StateCount > 0)
            {
                one.Store(ref Unsafe.Add(ref first0, i));
            }

            if (TRule.StateCount > 1)
            {
                two.Store(ref Unsafe.Add(ref second0, i));
            }
        }
    }
}
