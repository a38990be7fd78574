namespace Digits.Learning.Optimizers;

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
