namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>What a list of log records is filtered and sorted by.</summary>
internal struct LogEntry
{
    /// <summary>Nanoseconds since 1970, never in the future.</summary>
    public long Time;

    /// <summary>0 if none was active.</summary>
    public UInt128 Trace;

    /// <summary>0 if none was active.</summary>
    public ulong Span;

    /// <summary>The category.</summary>
    public string Scope;

    /// <summary>OTLP's severity number.</summary>
    public byte Severity;
}
