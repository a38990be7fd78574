using System.Diagnostics;
using System.Diagnostics.Metrics;
using Digits.Inference.Models;

namespace Digits.Inference.Prediction;

/// <summary>Spans and metrics of the forward passes.</summary>
internal sealed class PredictionTelemetry : IDisposable
{
    private const string Name = "Digits.Inference";

    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1] };

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batchSize;

    public PredictionTelemetry()
    {
        _duration = _meter.CreateHistogram("digits.predict.duration", "s", "How long a network computed.", tags: null, Seconds);
        _batchSize = _meter.CreateHistogram<int>("digits.predict.batch_size", "{image}", "How many images were computed together.");
    }

    /// <summary>Measures from now to the end of the scope.</summary>
    /// <param name="model">The model that computes.</param>
    /// <param name="batchSize">How many images are computed together.</param>
    public Scope Begin(LoadedModel model, int batchSize)
    {
        var span = _source.StartActivity("digits.predict");
        span?.SetTag("digits.model", model.Name).SetTag("digits.model.version", model.Version).SetTag("digits.batch_size", batchSize);
        _batchSize.Record(batchSize);
        return new Scope(this, span, model, Stopwatch.GetTimestamp());
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    /// <summary>A computation under way.</summary>
    public readonly struct Scope(PredictionTelemetry telemetry, Activity? span, LoadedModel model, long start) : IDisposable
    {
        public void Dispose()
        {
            telemetry._duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, KeyValuePair.Create("digits.model", (object?)model.Name));
            span?.Dispose();
        }
    }
}
