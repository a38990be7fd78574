using Digits.Learning.Training;

namespace Digits.Benchmarks;

/// <summary>Lets a training run pass without a word.</summary>
internal sealed class Quiet : ITrainingObserver
{
    public void OnBatch(BatchReport report)
    {
    }

    public void OnEpoch(EpochReport report)
    {
    }
}
