namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What the values of an instrument mean.</summary>
internal enum InstrumentKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A total that only grows; its rate is shown.</summary>
    Counter,

    /// <summary>Values counted in buckets; percentiles are shown.</summary>
    Histogram,
}
