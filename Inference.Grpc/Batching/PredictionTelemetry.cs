using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Digits.Inference.Batching;

/// <summary>Spans and metrics of the forward passes.</summary>
internal sealed class PredictionTelemetry : IDisposable
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string MeterName = "Digits.Inference";

    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1] };

    private readonly ActivitySource _source = new(MeterName);
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queue;
    private readonly Histogram<int> _batchSize;

    public PredictionTelemetry()
    {
        _duration = _meter.CreateHistogram("digits.predict.duration", "s", "How long a network computed.", tags: null, Seconds);
        _queue = _meter.CreateHistogram("digits.predict.queue.duration", "s", "How long images waited for a batch.", tags: null, Seconds);
        _batchSize = _meter.CreateHistogram<int>("digits.predict.batch_size", "{image}", "How many images were computed together.");
    }

    /// <summary>The caller's span, so that a batch which another thread computes can name it.</summary>
    public ActivityContext Caller => _source.HasListeners() ? Activity.Current?.Context ?? default : default;

    /// <summary>Notes how long images waited for their batch.</summary>
    public void Waited(string model, TimeSpan duration) =>
        _queue.Record(duration.TotalSeconds, KeyValuePair.Create("digits.model", (object?)model));

    /// <summary>Measures from now to the end of the scope.</summary>
    /// <param name="model">The model that computes.</param>
    /// <param name="version">Its version.</param>
    /// <param name="batchSize">How many images are computed together.</param>
    /// <param name="callers">The spans of the calls, if the calling thread computes for others: the first is the parent, all are linked.</param>
    public Scope Begin(string model, int version, int batchSize, IReadOnlyList<ActivityContext>? callers = null)
    {
        var span = callers is [var first, ..]
            ? _source.StartActivity("digits.predict", ActivityKind.Internal, first, links: callers.Select(caller => new ActivityLink(caller)))
            : _source.StartActivity("digits.predict");
        span?.SetTag("digits.model", model).SetTag("digits.model.version", version).SetTag("digits.batch_size", batchSize);
        _batchSize.Record(batchSize);
        return new Scope(this, span, model, Stopwatch.GetTimestamp());
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    /// <summary>A computation under way.</summary>
    public readonly struct Scope(PredictionTelemetry telemetry, Activity? span, string model, long start) : IDisposable
    {
        public void Dispose()
        {
            telemetry._duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, KeyValuePair.Create("digits.model", (object?)model));
            span?.Dispose();
        }
    }
}
