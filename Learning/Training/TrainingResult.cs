using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>What a finished training run leaves.</summary>
/// <param name="Model">The trained network or networks.</param>
/// <param name="Epochs">A report per epoch of every network, in order.</param>
/// <param name="Test">The model judged on the test images; null when there are none.</param>
/// <param name="Validation">The model judged on the validation images; null when there are none.</param>
public sealed record TrainingResult(
    Committee Model, IReadOnlyList<EpochReport> Epochs, Evaluation? Test, Evaluation? Validation = null);
