using Digits.Learning.Kernels;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training.Engines;

/// <summary>Updates the weights while the gradient is in cache, and then their moving average.</summary>
internal abstract class OptimizerSink : IGradientSink
{
    /// <summary>Creates the sink for an optimiser.</summary>
    /// <param name="settings">The optimiser.</param>
    /// <param name="weights">The weights to update.</param>
    /// <param name="average">The moving average of the weights; null for none.</param>
    public static OptimizerSink Create(OptimizerSettings settings, WeightSet weights, WeightAverage? average = null) =>
        settings.Type switch
        {
            OptimizerTypes.Sgd => new OptimizerSink<SgdRule>(settings, weights, average),
            OptimizerTypes.Adadelta => new OptimizerSink<AdadeltaRule>(settings, weights, average),
            _ => new OptimizerSink<AdamRule>(settings, weights, average),
        };

    /// <summary>Begins the next step.</summary>
    /// <param name="rate">Its learning rate.</param>
    public abstract void NextStep(double rate);

    public abstract void Take(int parameter, int start, ReadOnlySpan<float> gradient);
}

/// <summary>Receives the finished gradients of the parameters, each piece once, from several threads at the same time.</summary>
internal interface IGradientSink
{
    /// <summary>Receives the gradient of <c>gradient.Length</c> values of a parameter.</summary>
    /// <param name="parameter">The parameter's index in the plan.</param>
    /// <param name="start">The position of the values in the parameter's buffer.</param>
    /// <param name="gradient">The mean over the batch.</param>
    void Take(int parameter, int start, ReadOnlySpan<float> gradient);
}

/// <summary>The sink for one update rule, with the state that the rule keeps.</summary>
internal sealed class OptimizerSink<TRule>(OptimizerSettings settings, WeightSet weights, WeightAverage? average) : OptimizerSink
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly FloatBuffer[] _first = State(weights, TRule.StateCount > 0);
    private readonly FloatBuffer[] _second = State(weights, TRule.StateCount > 1);
    private readonly bool[] _decays = [.. weights.Parameters.Select(parameter => parameter.Decays)];

    private TRule _rule;
    private TRule _ruleWithoutDecay;
    private long _step;

    public override void NextStep(double rate)
    {
        _step++;
        _rule = TRule.At(settings, rate, _step, settings.WeightDecay);
        _ruleWithoutDecay = TRule.At(settings, rate, _step, decay: 0);
        average?.NextStep();
    }

    public override void Take(int parameter, int start, ReadOnlySpan<float> gradient)
    {
        Update.Apply(
            _decays[parameter] ? _rule : _ruleWithoutDecay,
            weights[parameter].Slice(start, gradient.Length),
            gradient,
            Slice(_first, parameter, start, gradient.Length),
            Slice(_second, parameter, start, gradient.Length));
        average?.Follow(parameter, start, gradient.Length);
    }

    private static FloatBuffer[] State(WeightSet weights, bool kept) =>
        kept ? [.. weights.Parameters.Select(parameter => new FloatBuffer(parameter.Length))] : [];

    private static Span<float> Slice(FloatBuffer[] state, int parameter, int start, int length) =>
        state.Length == 0 ? [] : state[parameter].Slice(start, length);
}

/// <summary>
/// An exponential moving average of the weights w over the steps t: a = a + s · (w - a) with s = (1 - d) / (1 - dᵗ), where d is the
/// decay. The divisor corrects the bias of the first steps; without it the average would be too close to zero.
/// </summary>
/// <param name="weights">The weights.</param>
/// <param name="average">Receives the average.</param>
/// <param name="decay">The share of the old average that is kept in a step, at least 0 and less than 1.</param>
internal sealed class WeightAverage(WeightSet weights, WeightSet average, double decay)
{
    private long _step;
    private float _share;

    /// <summary>Begins the next step.</summary>
    public void NextStep() => _share = (float)((1 - decay) / (1 - Math.Pow(decay, ++_step)));

    /// <summary>Updates a part of the average.</summary>
    public void Follow(int parameter, int start, int length) =>
        Elementwise.Approach(ref average[parameter][start], ref weights[parameter][start], _share, length);

    /// <summary>
    /// Completes the average before it is used: copies the parameters that are not trained, such as the running statistics of a batch
    /// norm, which are averages already.
    /// </summary>
    public void CopyUntrained()
    {
        for (var p = 0; p < weights.Parameters.Count; p++)
        {
            if (!weights.Parameters[p].Trained)
            {
                weights[p].Span.CopyTo(average[p].Span);
            }
        }

        average.Changed();
    }
}
