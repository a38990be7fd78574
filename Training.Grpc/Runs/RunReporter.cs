using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>
/// Carries what the training thread reports into the run's event log. The training thread only adds numbers up under a lock;
/// a timer writes them down, so that neither the disk nor a watcher ever slows training.
/// </summary>
internal sealed class RunReporter(
    string runId, ProgressMeter meter, RunStore runs, RunTelemetry telemetry, TimeProvider time) : ITrainingObserver
{
    /// <summary>Two reports fit into the 500 ms after which news would be stale.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private List<RunReport> _pending = [];
    private TimeSpan _epochsElapsed;
    private DateTimeOffset _epochStart = time.GetUtcNow();

    public void OnBatch(BatchReport report)
    {
        lock (_gate)
        {
            meter.Add(report, Now);
        }
    }

    public void OnEpoch(EpochReport report)
    {
        lock (_gate)
        {
            TakeProgress();
            meter.EndEpoch(Now);
            var (now, duration) = (time.GetUtcNow(), report.Elapsed - _epochsElapsed);
            _pending.Add(new RunReport(now, null, report, duration));
            telemetry.Add(report, _epochStart, duration);
            (_epochsElapsed, _epochStart) = (report.Elapsed, now);
        }
    }

    /// <summary>Writes reports down until the token is cancelled, which ends it without an exception.</summary>
    public async Task WriteUntilAsync(CancellationToken end)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                await FlushAsync();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Training is over; what is still pending is for the caller to flush.
        }
    }

    /// <summary>Writes down everything reported so far.</summary>
    public async Task FlushAsync()
    {
        List<RunReport> reports;
        lock (_gate)
        {
            TakeProgress();
            (reports, _pending) = (_pending, []);
        }

        if (reports.Count > 0)
        {
            await runs.ReportAsync(runId, reports, CancellationToken.None);
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    private void TakeProgress()
    {
        if (meter.Take(Now) is { } progress)
        {
            _pending.Add(new RunReport(time.GetUtcNow(), progress, null, TimeSpan.Zero));
        }
    }
}
