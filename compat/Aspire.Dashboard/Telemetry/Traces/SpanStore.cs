using Google.Protobuf;
using OpenTelemetry.Proto.Trace.V1;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>The spans of one resource, the oldest dropped when they belong to more traces than the limit.</summary>
internal sealed class SpanStore(TelemetryResource resource, TraceIndex index, TelemetryLimits limits) : ITelemetryPart
{
    private const int EntryBytes = 80;
    private const int TraceBytes = 200;

    private readonly RecordRing _records = new();
    private int _traces;

    public TelemetryResource Resource => resource;

    public EntryRing<SpanEntry> Entries { get; } = new();

    public int TraceCount => _traces;

    public long Bytes => _records.Bytes + ((long)Entries.Count * EntryBytes) + ((long)_traces * TraceBytes);

    public bool IsEmpty => Entries.Count == 0;

    /// <summary>False if the span has no identifiers.</summary>
    public bool Add(Span span, string scope, string name, long now)
    {
        var (trace, id) = (Ids.Trace(span.TraceId), Ids.Span(span.SpanId));
        if (trace == 0 || id == 0)
        {
            return false;
        }

        Limit(span);
        var start = UnixTime.Sensible(span.StartTimeUnixNano, span.EndTimeUnixNano, now);
        var end = UnixTime.Sensible(span.EndTimeUnixNano, (ulong)start, now);
        var part = PartOf(index.GetOrAdd(trace));
        var entry = new SpanEntry
        {
            Id = id,
            Parent = Ids.Span(span.ParentSpanId),
            Start = start,
            Duration = Math.Max(0, end - start),
            Name = name,
            Scope = scope,
            Part = part,
            NextOfPart = -1,
            IsError = span.Status?.Code == Status.Types.StatusCode.Error,
        };
        var number = Entries.Append(entry);
        _records.Append(span.ToByteArray());
        Link(part, number, entry.IsError);
        part.Trace.Note(entry, this);
        while (_traces > limits.MaxTraceCount)
        {
            DropOldest();
        }

        return true;
    }

    public Span Read(int number) => Span.Parser.ParseFrom(_records.Read(number));

    public void DropOldest()
    {
        ref var entry = ref Entries[Entries.First];
        var part = entry.Part;
        part.FirstSpan = entry.NextOfPart;
        part.Count--;
        part.Errors -= entry.IsError ? 1 : 0;
        if (part.Count == 0)
        {
            _traces--;
            part.Trace.Parts.Remove(part);
            if (part.Trace.Parts.Count == 0)
            {
                index.Remove(part.Trace.Id);
            }
        }

        Entries.DropFirst();
        _records.DropFirst();
    }

    private TracePart PartOf(TraceEntry trace)
    {
        var part = trace.Parts.Find(part => part.Store == this);
        if (part is null)
        {
            part = new TracePart { Trace = trace, Store = this, FirstSpan = -1 };
            trace.Parts.Add(part);
            _traces++;
        }

        return part;
    }

    private void Link(TracePart part, int number, bool isError)
    {
        if (part.Count == 0)
        {
            part.FirstSpan = number;
        }
        else
        {
            Entries[part.LastSpan].NextOfPart = number;
        }

        part.LastSpan = number;
        part.Count++;
        part.Errors += isError ? 1 : 0;
    }

    private void Limit(Span span)
    {
        AttributeText.Limit(span.Attributes, limits);
        foreach (var happening in span.Events)
        {
            AttributeText.Limit(happening.Attributes, limits);
        }

        foreach (var link in span.Links)
        {
            AttributeText.Limit(link.Attributes, limits);
        }
    }
}
