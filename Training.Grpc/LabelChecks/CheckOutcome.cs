using Digits.Learning.LabelChecks;

namespace Digits.Training.LabelChecks;

/// <summary>What a finished check of labels leaves with its run; the suspects are kept apart.</summary>
/// <param name="SampleCount">Samples that were read.</param>
/// <param name="SuspectCount">Samples whose label may be wrong, kept or not.</param>
/// <param name="Accuracy">Share of the samples that were read as labelled, 0 to 1.</param>
/// <param name="UnjudgedLabels">Labels that could not be judged.</param>
internal sealed record CheckOutcome(int SampleCount, int SuspectCount, double Accuracy, IReadOnlyList<string> UnjudgedLabels)
{
    public static CheckOutcome From(int sampleCount, LabelCheckResult result, IReadOnlyList<string> labels) => new(
        sampleCount, result.Suspects.Count, result.Accuracy, [.. result.UnjudgedClasses.Select(index => labels[index])]);
}
