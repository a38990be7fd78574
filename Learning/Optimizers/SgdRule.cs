using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;
using Digits.Learning.Training;

namespace Digits.Learning.Optimizers;

/// <summary>Stochastic gradient descent: g = g + decay · w, w = w - rate · g.</summary>
internal readonly struct SgdRule(double rate, double decay) : IUpdateRule<SgdRule>
{
    private readonly float _rate = (float)rate;
    private readonly float _decay = (float)decay;

    public static int StateCount => 0;

    public static SgdRule At(OptimizerSettings settings, double rate, long step, double decay) => new(rate, decay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes w, TLanes g, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.MultiplyAdd(TLanes.Broadcast(-_rate), TLanes.MultiplyAdd(TLanes.Broadcast(_decay), w, g), w);
}
