namespace Digits.Learning.Training.Runs;

/// <summary>Counts time and images over all networks of a run and reports to the observer.</summary>
internal sealed class RunLog(TimeProvider time, ITrainingObserver observer, int memberCount)
{
    private readonly List<EpochReport> _epochs = [];
    private long _seen;

    /// <summary>Every epoch so far.</summary>
    public IReadOnlyList<EpochReport> Epochs => _epochs;

    /// <summary>Time spent training so far, without evaluation.</summary>
    public TimeSpan Elapsed { get; private set; }

    public long Now => time.GetTimestamp();

    /// <summary>Reports a batch of <paramref name="count"/> images that began at timestamp <paramref name="started"/>.</summary>
    public void AddBatch(int member, int epoch, int batch, int batchCount, int count, double loss, int right, long started)
    {
        Elapsed += time.GetElapsedTime(started);
        _seen += count;
        observer.OnBatch(new BatchReport(
            epoch, batch, batchCount, loss / count, (double)right / count, _seen, Elapsed, member, memberCount));
    }

    public void AddEpoch(EpochReport report)
    {
        _epochs.Add(report);
        observer.OnEpoch(report);
    }
}
