using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>What a finished training run leaves.</summary>
/// <param name="Network">The trained network.</param>
/// <param name="Epochs">A report per epoch.</param>
/// <param name="Test">The network judged on the test images; null when there are none.</param>
public sealed record TrainingResult(Network Network, IReadOnlyList<EpochReport> Epochs, Evaluation? Test);
