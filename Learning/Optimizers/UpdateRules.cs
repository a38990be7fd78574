using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Optimizers;

/// <summary>The formula by which one step of an optimiser turns a gradient into new weights, written once for vectors of any width.</summary>
internal interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>Values that the rule keeps for every weight, 0 to 2; all are zero before the first step.</summary>
    static abstract int StateCount { get; }

    /// <summary>The formula with the numbers of one step.</summary>
    /// <param name="settings">The optimiser's settings.</param>
    /// <param name="rate">The learning rate of the step.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="decay">The weight decay for these weights.</param>
    static abstract TSelf At(OptimizerSettings settings, double rate, long step, double decay);

    /// <summary>The new weights. State beyond <see cref="StateCount"/> is not used.</summary>
    TLanes Apply<TLanes>(TLanes w, TLanes g, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes>;
}

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

/// <summary>
/// Adadelta (Zeiler 2012) with a rate, as PyTorch has it: g = g + decay · w, v = ρ·v + (1 - ρ)·g², d = g · √(u + ε) / √(v + ε),
/// u = ρ·u + (1 - ρ)·d², w = w - rate · d.
/// </summary>
internal readonly struct AdadeltaRule(OptimizerSettings settings, double rate, double decay) : IUpdateRule<AdadeltaRule>
{
    private readonly float _rho = (float)settings.Rho;
    private readonly float _rest = (float)(1 - settings.Rho);
    private readonly float _epsilon = (float)settings.Epsilon;
    private readonly float _rate = (float)rate;
    private readonly float _decay = (float)decay;

    public static int StateCount => 2;

    public static AdadeltaRule At(OptimizerSettings settings, double rate, long step, double decay) => new(settings, rate, decay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes w, TLanes g, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes>
    {
        var (rho, rest, epsilon) = (TLanes.Broadcast(_rho), TLanes.Broadcast(_rest), TLanes.Broadcast(_epsilon));
        g = TLanes.MultiplyAdd(TLanes.Broadcast(_decay), w, g);
        first = Update.FlushTiny(TLanes.MultiplyAdd(rho, first, rest * g * g));
        var change = g * TLanes.Sqrt((second + epsilon) / (first + epsilon));
        second = Update.FlushTiny(TLanes.MultiplyAdd(rho, second, rest * change * change));
        return TLanes.MultiplyAdd(TLanes.Broadcast(-_rate), change, w);
    }
}
