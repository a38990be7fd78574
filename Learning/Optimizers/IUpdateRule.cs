using Digits.Learning.Kernels;

namespace Digits.Learning.Optimizers;

/// <summary>The formula by which one step turns a gradient into new weights, written once for any number of weights at a time.</summary>
internal interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>Values that the rule keeps for every weight, 0 to 2; all are zero before the first step.</summary>
    static abstract int StateCount { get; }

    /// <summary>The formula with the numbers of one step.</summary>
    /// <param name="settings">What the run asks for.</param>
    /// <param name="rate">The learning rate of the step.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="decay">The weight decay for these weights.</param>
    static abstract TSelf At(OptimizerSettings settings, double rate, long step, double decay);

    /// <summary>The new weights. State beyond <see cref="StateCount"/> is left alone.</summary>
    TLanes Apply<TLanes>(TLanes w, TLanes g, ref TLanes first, ref TLanes second)
        where TLanes : struct, ILanes<TLanes>;
}
