using Digits.Learning.Kernels;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>
/// An exponential moving average of the weights w over the steps t: a = a + s · (w - a) with s = (1 - d) / (1 - dᵗ) and d the decay.
/// The divisor weighs the first steps as if there had been others before them; without it the average would lean to zero.
/// </summary>
/// <param name="weights">What is followed.</param>
/// <param name="average">Where the average is kept.</param>
/// <param name="decay">How slowly it follows, 0 up to, not including, 1.</param>
internal sealed class WeightAverage(WeightSet weights, WeightSet average, double decay)
{
    private long _step;
    private float _share;

    /// <summary>Begins the next step.</summary>
    public void NextStep() => _share = (float)((1 - decay) / (1 - Math.Pow(decay, ++_step)));

    /// <summary>Moves a piece of the average towards the weights.</summary>
    public void Follow(int parameter, int start, int length) =>
        Elementwise.Approach(ref average[parameter][start], ref weights[parameter][start], _share, length);

    /// <summary>
    /// Makes the average ready for use: copies what is not trained, such as the statistics that a batch norm keeps, which are
    /// averages already.
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
