using Digits.Learning.Kernels;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

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
