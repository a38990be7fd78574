namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>A trace over all resources.</summary>
internal sealed class TraceEntry
{
    public required UInt128 Id { get; init; }

    /// <summary>One for each resource that has a span in it, by the order of arrival.</summary>
    public List<TracePart> Parts { get; } = new(1);

    /// <summary>When the first span began.</summary>
    public long Start { get; set; } = long.MaxValue;

    /// <summary>When the last span ended.</summary>
    public long End { get; set; }

    /// <summary>The earliest span without a parent, or else the earliest of all.</summary>
    public string Name { get; set; } = "";

    /// <summary>The resource of that span.</summary>
    public SpanStore? NamedBy { get; set; }

    public bool HasRoot { get; set; }

    public long NamedAt { get; set; } = long.MaxValue;

    public int SpanCount => Parts.Sum(part => part.Count);

    public bool HasErrors => Parts.Exists(part => part.Errors > 0);

    public void Note(in SpanEntry span, SpanStore store)
    {
        Start = Math.Min(Start, span.Start);
        End = Math.Max(End, span.Start + span.Duration);
        var isRoot = span.Parent == 0;
        if ((isRoot && !HasRoot) || (isRoot == HasRoot && span.Start < NamedAt))
        {
            (Name, NamedBy, NamedAt, HasRoot) = (span.Name, store, span.Start, isRoot);
        }
    }
}
