using Digits.Learning.Kernels;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Training;

/// <summary>Updates the weights by Adam as the gradient arrives, while both are in cache.</summary>
internal sealed class AdamSink(Plan plan, WeightSet weights) : IGradientSink
{
    private readonly FloatBuffer[] _means = [.. plan.Parameters.Select(parameter => new FloatBuffer(parameter.Length))];
    private readonly FloatBuffer[] _variances = [.. plan.Parameters.Select(parameter => new FloatBuffer(parameter.Length))];

    private Adam _adam;
    private long _step;

    /// <summary>Begins the next step.</summary>
    /// <param name="rate">Its learning rate.</param>
    public void NextStep(double rate) => _adam = new Adam(rate, ++_step);

    public void Take(int parameter, int start, ReadOnlySpan<float> gradient) => _adam.Update(
        weights[parameter].Slice(start, gradient.Length),
        _means[parameter].Slice(start, gradient.Length),
        _variances[parameter].Slice(start, gradient.Length),
        gradient);
}
