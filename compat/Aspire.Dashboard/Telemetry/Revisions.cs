namespace Aspire.Dashboard.Telemetry;

/// <summary>Numbers that grow whenever a signal has changed.</summary>
internal readonly record struct Revisions(long Logs, long Traces, long Metrics);
