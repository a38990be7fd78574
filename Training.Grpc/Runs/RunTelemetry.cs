using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Digits.Training.Runs;

/// <summary>
/// Spans and measurements of runs. A run belongs to the trace of the call that asked for it, though it runs later and elsewhere; after a
/// restart of the process it has a trace of its own.
/// </summary>
internal sealed class RunTelemetry : IDisposable
{
    private const string Name = "Digits.Training";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly ConcurrentDictionary<string, ActivityContext> _askers = new();
    private readonly Histogram<double> _queueTime;
    private readonly Histogram<double> _runDuration;
    private readonly Histogram<double> _epochDuration;

    public RunTelemetry()
    {
        _queueTime = _meter.CreateHistogram<double>("digits.run.queue_time", "s", "How long a run waited before it started.");
        _runDuration = _meter.CreateHistogram<double>("digits.run.duration", "s", "How long a run ran.");
        _epochDuration = _meter.CreateHistogram<double>("digits.epoch.duration", "s", "How long an epoch took, without judging.");
    }

    /// <summary>Remembers who asks for a run; to be called before the run can be seen by others.</summary>
    public void Remember(string run)
    {
        if (Activity.Current is { IsAllDataRequested: true } asker)
        {
            _askers[run] = asker.Context;
        }
    }

    /// <summary>Forgets who asked for a run that will not be.</summary>
    public void Forget(string run) => _askers.TryRemove(run, out _);

    /// <summary>Opens the span of a run that leaves the queue; to be ended by the caller.</summary>
    public Activity? Begin(Run run)
    {
        var waited = (run.StartTime!.Value - run.CreateTime).TotalSeconds;
        _queueTime.Record(waited);
        _askers.TryRemove(run.Id, out var asker);
        var span = _source.StartActivity("digits.run", ActivityKind.Internal, asker);
        span?.SetTag("digits.run", run.Id)
            .SetTag("digits.run.kind", run.Kind.ToString())
            .SetTag("digits.dataset", run.Dataset)
            .SetTag("digits.dataset.version", run.DatasetVersion)
            .SetTag("digits.queue_time", waited);
        return span;
    }

    /// <summary>Writes down how a run ended; its span stays open.</summary>
    public void Describe(Activity? span, Run run)
    {
        if (run is { StartTime: { } start, EndTime: { } end })
        {
            _runDuration.Record((end - start).TotalSeconds, KeyValuePair.Create("digits.run.state", (object?)run.State.ToString()));
        }

        span?.SetTag("digits.run.state", run.State.ToString());
        if (run.State == RunState.Failed)
        {
            span?.SetStatus(ActivityStatusCode.Error, run.Error);
        }
    }

    /// <summary>Writes down an epoch that has just ended.</summary>
    /// <param name="report">What came of it.</param>
    /// <param name="start">When it began.</param>
    /// <param name="duration">How long it took, without judging.</param>
    public void Add(Learning.Training.EpochReport report, DateTimeOffset start, TimeSpan duration)
    {
        _epochDuration.Record(duration.TotalSeconds);
        using var span = _source.StartActivity("digits.epoch", ActivityKind.Internal, parentContext: default, startTime: start);
        span?.SetTag("digits.epoch", report.Epoch)
            .SetTag("digits.member", report.Member)
            .SetTag("digits.train_loss", report.TrainLoss)
            .SetTag("digits.test_accuracy", report.TestAccuracy)
            .SetTag("digits.images_per_second", report.ImagesPerSecond);
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
