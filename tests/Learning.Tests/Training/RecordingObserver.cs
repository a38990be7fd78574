using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

internal sealed class RecordingObserver : ITrainingObserver
{
    public List<BatchReport> Batches { get; } = [];

    public List<EpochReport> Epochs { get; } = [];

    public Action<BatchReport> AfterBatch { get; set; } = static _ => { };

    public void OnBatch(BatchReport report)
    {
        Batches.Add(report);
        AfterBatch(report);
    }

    public void OnEpoch(EpochReport report) => Epochs.Add(report);
}
