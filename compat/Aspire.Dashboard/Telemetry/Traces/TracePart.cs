namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>The spans that one resource has given to a trace: a chain through its store, oldest first.</summary>
internal sealed class TracePart
{
    public required TraceEntry Trace { get; init; }

    public required SpanStore Store { get; init; }

    public int FirstSpan { get; set; }

    public int LastSpan { get; set; }

    public int Count { get; set; }

    public int Errors { get; set; }
}
