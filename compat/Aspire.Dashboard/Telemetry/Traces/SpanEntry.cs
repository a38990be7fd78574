namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>What traces are put together from without reading a span's record.</summary>
internal struct SpanEntry
{
    public ulong Id;

    /// <summary>0 for the first span of a trace.</summary>
    public ulong Parent;

    /// <summary>Nanoseconds since 1970.</summary>
    public long Start;

    /// <summary>Nanoseconds.</summary>
    public long Duration;

    public string Name;

    /// <summary>The source.</summary>
    public string Scope;

    public TracePart Part;

    /// <summary>The next span of the same resource and trace.</summary>
    public int NextOfPart;

    public bool IsError;
}
