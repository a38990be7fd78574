namespace Digits.Learning.Optimizers;

/// <summary>How the learning rate moves over a run. A value that the course has no use for is ignored.</summary>
public sealed record ScheduleSettings
{
    /// <summary>The most <see cref="StepEpochs"/>; a run has no more epochs either.</summary>
    public const int MaxStepEpochs = 1000;

    /// <summary>One of <see cref="ScheduleTypes"/>.</summary>
    public string Type { get; init; } = ScheduleTypes.OneCycle;

    /// <summary>
    /// The share of the run in which the rate climbs to its peak, 0 up to, not including, 1: from zero in a straight line, for
    /// one_cycle from a tenth of the peak along half a cosine.
    /// </summary>
    public double WarmUp { get; init; } = 0.2;

    /// <summary>step: epochs until the rate falls again, at least 1.</summary>
    public int StepEpochs { get; init; } = 1;

    /// <summary>step: what the rate is multiplied by, above 0 and at most 1.</summary>
    public double StepFactor { get; init; } = 0.7;

    /// <summary>
    /// The last rate as a share of the peak, 0 to 1. For step the rate does not fall below it; constant has no use for it.
    /// </summary>
    public double Final { get; init; } = 0.001;

    /// <summary>The usual values for a course; those of one_cycle when its name is not known.</summary>
    /// <param name="type">One of <see cref="ScheduleTypes"/>.</param>
    public static ScheduleSettings Of(string type) => new()
    {
        Type = type,
        WarmUp = type is ScheduleTypes.Constant or ScheduleTypes.Step ? 0 : type == ScheduleTypes.Cosine ? 0.05 : 0.2,
        Final = type is ScheduleTypes.Constant or ScheduleTypes.Step ? 0 : 0.001,
    };
}

/// <summary>The courses of the learning rate that <see cref="ScheduleSettings.Type"/> names.</summary>
public static class ScheduleTypes
{
    /// <summary>The peak from the end of the warm-up on.</summary>
    public const string Constant = "constant";

    /// <summary>The peak, multiplied by <see cref="ScheduleSettings.StepFactor"/> every so many epochs.</summary>
    public const string Step = "step";

    /// <summary>From the peak to the final rate along half a cosine.</summary>
    public const string Cosine = "cosine";

    /// <summary>As cosine, but the warm-up, too, runs along half a cosine, from a tenth of the peak.</summary>
    public const string OneCycle = "one_cycle";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Constant, Step, Cosine, OneCycle];
}
