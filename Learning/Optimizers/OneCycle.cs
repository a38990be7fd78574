namespace Digits.Learning.Optimizers;

/// <summary>
/// The learning rate over a run: over the first fifth it climbs along half a cosine from a tenth of the peak to the peak, then
/// falls along half a cosine to a thousandth of it (after Smith's one-cycle policy, 2018).
/// </summary>
/// <param name="peak">The highest rate.</param>
/// <param name="steps">Steps of the whole run, at least 1.</param>
internal readonly struct OneCycle(double peak, long steps)
{
    private const double WarmUp = 0.2;
    private const double Start = 0.1;
    private const double End = 0.001;

    /// <summary>The rate of a step.</summary>
    /// <param name="step">Counted from 1.</param>
    public double Rate(long step)
    {
        var progress = (step - 0.5) / steps;
        return progress < WarmUp
            ? Between(Start * peak, peak, progress / WarmUp)
            : Between(peak, End * peak, (progress - WarmUp) / (1 - WarmUp));
    }

    private static double Between(double from, double to, double share) => from + ((to - from) * (1 - Math.Cos(Math.PI * share)) / 2);
}
