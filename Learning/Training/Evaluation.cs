namespace Digits.Learning.Training;

/// <summary>How well a network reads a set of images.</summary>
/// <param name="Accuracy">Share read rightly, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Confusion">How often each class was read as each.</param>
public sealed record Evaluation(double Accuracy, double Loss, ConfusionMatrix Confusion);
