namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>What tells instruments of a resource apart.</summary>
internal readonly record struct InstrumentKey(string Meter, string Name, InstrumentKind Kind);
