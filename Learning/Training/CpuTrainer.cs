using Digits.Learning.Data;

namespace Digits.Learning.Training;

/// <summary>Trains with the managed engine on the CPU's vector units and all allowed cores.</summary>
public sealed class CpuTrainer : ITrainer
{
    /// <inheritdoc/>
    public TrainingResult Train(
        LabeledImages train,
        LabeledImages test,
        int classCount,
        TrainingSettings settings,
        ITrainingObserver observer,
        CancellationToken cancellationToken) => throw new NotImplementedException();
}
