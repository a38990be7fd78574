using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;

namespace Digits.Learning.Optimizers;

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
