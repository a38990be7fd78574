using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Optimizers;

/// <summary>
/// Adam (Kingma, Ba 2015): g = g + decay · w, m = β1·m + (1 - β1)·g, v = β2·v + (1 - β2)·g², mHat = m / (1 - β1ᵗ),
/// vHat = v / (1 - β2ᵗ), w = w - rate · mHat / (√vHat + ε). AdamW (Loshchilov, Hutter 2019) leaves the decay out of g and has
/// w = w · (1 - rate · decay) instead.
/// </summary>
internal readonly struct AdamRule : IUpdateRule<AdamRule>
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _rest1;
    private readonly float _rest2;
    private readonly float _epsilon;
    private readonly float _mScale;
    private readonly float _vScale;
    private readonly float _decay;
    private readonly float _keep;

    private AdamRule(OptimizerSettings settings, double rate, long step, double decay)
    {
        var decoupled = settings.Type == OptimizerTypes.AdamW;
        _beta1 = (float)settings.Beta1;
        _beta2 = (float)settings.Beta2;
        _rest1 = (float)(1 - settings.Beta1);
        _rest2 = (float)(1 - settings.Beta2);
        _epsilon = (float)settings.Epsilon;
        _mScale = (float)(-rate / (1 - Math.Pow(settings.Beta1, step)));
        _vScale = (float)(1 / (1 - Math.Pow(settings.Beta2, step)));
        _decay = decoupled ? 0 : (float)decay;
        _keep = decoupled ? (float)(1 - (rate * decay)) : 1;
    }

    public static int StateCount => 2;

    public static AdamRule At(OptimizerSettings settings, double rate, long step, double decay) => new(settings, rate, step, decay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes w, TLanes g, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes>
    {
        g = TLanes.MultiplyAdd(TLanes.Broadcast(_decay), w, g);
        first = Update.FlushTiny(TLanes.MultiplyAdd(TLanes.Broadcast(_beta1), first, TLanes.Broadcast(_rest1) * g));
        second = Update.FlushTiny(TLanes.MultiplyAdd(TLanes.Broadcast(_beta2), second, TLanes.Broadcast(_rest2) * g * g));
        var size = TLanes.Sqrt(second * TLanes.Broadcast(_vScale)) + TLanes.Broadcast(_epsilon);
        return TLanes.MultiplyAdd(TLanes.Broadcast(_keep), w, first * TLanes.Broadcast(_mScale) / size);
    }
}
