namespace Digits.Learning.Labels;

/// <summary>A sample whose label may be wrong.</summary>
/// <param name="Index">Which of the images it is.</param>
/// <param name="Label">The class that it is labelled as.</param>
/// <param name="Suggested">The class that it looks like.</param>
/// <param name="LabelProbability">How probable the label is by its looks, 0 to 1.</param>
/// <param name="SuggestedProbability">How probable the suggested class is by its looks, 0 to 1.</param>
/// <param name="Score">How suspect it is: above 0, at most 2.</param>
public readonly record struct SuspectSample(
    int Index, int Label, int Suggested, float LabelProbability, float SuggestedProbability, double Score);
