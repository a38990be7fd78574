namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>An instrument of a meter: a series of points for each combination of attributes.</summary>
internal sealed class Instrument(InstrumentKey key)
{
    public InstrumentKey Key => key;

    public string Unit { get; set; } = "";

    public string Description { get; set; } = "";

    public Dictionary<string, MetricSeries> Series { get; } = new(StringComparer.Ordinal);
}
