namespace Aspire.Dashboard.Telemetry.Metrics;

/// <summary>One measured value and the span in which it was measured.</summary>
internal readonly record struct MetricExemplar(long Time, double Value, UInt128 Trace, ulong Span);
