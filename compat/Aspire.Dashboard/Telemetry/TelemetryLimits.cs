namespace Aspire.Dashboard.Telemetry;

/// <summary>How much is kept; what is older goes. All but the last two are Aspire's, by its names and values.</summary>
internal sealed record TelemetryLimits
{
    /// <summary>Log records of a resource.</summary>
    public int MaxLogCount { get; init; } = 10_000;

    /// <summary>Traces of a resource: those that one of its spans belongs to.</summary>
    public int MaxTraceCount { get; init; } = 10_000;

    /// <summary>Metric points of a resource.</summary>
    public int MaxMetricsCount { get; init; } = 50_000;

    /// <summary>Attributes of a span, log record, metric point, event, link or resource.</summary>
    public int MaxAttributeCount { get; init; } = 128;

    /// <summary>Characters of a text value; what is longer is cut.</summary>
    public int MaxAttributeLength { get; init; } = 32_768;

    /// <summary>Room for everything that is kept, of all resources together.</summary>
    public long MaxBytes { get; init; } = 30L * 1024 * 1024;

    /// <summary>Resources; when one more comes, the one that has been silent for longest goes.</summary>
    public int MaxResourceCount { get; init; } = 100;
}
