namespace Aspire.Dashboard.Api;

/// <summary>Which part of which instrument is asked for.</summary>
/// <param name="Resource">The shown name of the sender.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="Minutes">How far back.</param>
/// <param name="Filter">"dimension=value", any number; of one dimension any of the values, of several dimensions all.</param>
internal sealed record MetricQuery(string? Resource, string? Meter, string? Instrument, double? Minutes, string[]? Filter);
