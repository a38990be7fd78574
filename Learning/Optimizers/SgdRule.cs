using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, which may be 0, as PyTorch has it: g = g + decay · w, b = momentum · b + g, w = w - rate · b.
/// </summary>
internal readonly struct SgdRule(double momentum, double rate, double decay) : IUpdateRule<SgdRule>
{
    private readonly float _momentum = (float)momentum;
    private readonly float _rate = (float)rate;
    private readonly float _decay = (float)decay;

    public static int StateCount => 1;

    public static SgdRule At(OptimizerSettings settings, double rate, long step, double decay) =>
        new(settings.Momentum, rate, decay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes w, TLanes g, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes>
    {
        g = TLanes.MultiplyAdd(TLanes.Broadcast(_decay), w, g);
        first = Update.FlushTiny(TLanes.MultiplyAdd(TLanes.Broadcast(_momentum), first, g));
        return TLanes.MultiplyAdd(TLanes.Broadcast(-_rate), first, w);
    }
}
