using Digits.Learning.Kernels;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training.Engines;

/// <summary>The sink for one rule, with as much state as the rule keeps.</summary>
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
