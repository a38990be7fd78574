namespace Digits.Learning.Optimizers;

/// <summary>
/// The learning rate over a run. Let p be the share of the run that is done in the middle of a step and u the warm-up's share of the
/// run. The rate is the peak times a factor, which is, while p is below u:
/// p / u; for one_cycle (after Smith 2018) from 0.1 to 1 along half a cosine;
/// and after that, with q = (p - u) / (1 - u):
/// constant: 1; step: the larger of factorᵏ and final after k · <see cref="ScheduleSettings.StepEpochs"/> epochs of the run;
/// cosine and one_cycle: from 1 to final along half a cosine, final + (1 - final) · (1 + cos πq) / 2.
/// </summary>
/// <param name="settings">The type of schedule and its values.</param>
/// <param name="peak">The highest rate.</param>
/// <param name="epochs">Epochs of the run, at least 1.</param>
/// <param name="batches">Steps of an epoch, at least 1.</param>
internal sealed class Schedule(ScheduleSettings settings, double peak, int epochs, int batches)
{
    private const double CycleStart = 0.1;

    private readonly double _steps = (double)epochs * batches;

    /// <summary>The rate of a step.</summary>
    /// <param name="step">Counted from 1.</param>
    public double Rate(long step)
    {
        var done = (step - 0.5) / _steps;
        return done < settings.WarmUp
            ? peak * Climb(done / settings.WarmUp)
            : peak * Fall((done - settings.WarmUp) / (1 - settings.WarmUp), (step - 1) / batches);
    }

    private double Climb(double share) => settings.Type == ScheduleTypes.OneCycle ? HalfCosine(CycleStart, 1, share) : share;

    private double Fall(double share, long epochsDone) => settings.Type switch
    {
        ScheduleTypes.Constant => 1,
        ScheduleTypes.Step => Math.Max(Math.Pow(settings.StepFactor, epochsDone / settings.StepEpochs), settings.Final),
        _ => HalfCosine(1, settings.Final, share),
    };

    private static double HalfCosine(double from, double to, double share) =>
        from + ((to - from) * (1 - Math.Cos(Math.PI * share)) / 2);
}
