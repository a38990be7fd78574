using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>What a finished training run leaves.</summary>
/// <param name="Model">The trained network or networks.</param>
/// <param name="Epochs">A report per epoch.</param>
/// <param name="Test">The model judged on the test images; null when there are none.</param>
public sealed record TrainingResult(Committee Model, IReadOnlyList<EpochReport> Epochs, Evaluation? Test);
