namespace Digits.Learning.Labels;

/// <summary>What a check of labels found.</summary>
/// <param name="Suspects">The samples whose label may be wrong, the most suspect first.</param>
/// <param name="Accuracy">Share of the samples that were read as labelled, 0 to 1.</param>
/// <param name="UnjudgedClasses">Classes of which no sample is suspect because fewer than two different images have them.</param>
public sealed record LabelCheckResult(IReadOnlyList<SuspectSample> Suspects, double Accuracy, IReadOnlyList<int> UnjudgedClasses);
