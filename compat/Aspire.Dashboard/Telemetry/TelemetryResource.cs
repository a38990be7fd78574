using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Telemetry;

/// <summary>A process that sends telemetry, and what of it is kept.</summary>
internal sealed class TelemetryResource
{
    public TelemetryResource(ResourceKey key, TraceIndex traces, TelemetryLimits limits, NamePool names)
    {
        Key = key;
        Logs = new LogStore(limits);
        Spans = new SpanStore(this, traces, limits);
        Metrics = new MetricStore(limits, names);
        Parts = [Logs, Spans, Metrics];
    }

    public ResourceKey Key { get; }

    /// <summary>As the page shows it: the name alone unless several processes share it.</summary>
    public string Name { get; set; } = "";

    public Dictionary<string, string> Attributes { get; set; } = [];

    public LogStore Logs { get; }

    public SpanStore Spans { get; }

    public MetricStore Metrics { get; }

    public IReadOnlyList<ITelemetryPart> Parts { get; }

    /// <summary>Grows with every batch of any resource: tells which has been silent for longest.</summary>
    public long LastBatch { get; set; }
}
