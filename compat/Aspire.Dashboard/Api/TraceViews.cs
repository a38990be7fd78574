using System.Globalization;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Traces;
using Kind = OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind;

namespace Aspire.Dashboard.Api;

/// <summary>Traces and spans as the page gets them.</summary>
internal static class TraceViews
{
    // More rows than a person reads; a trace of 100,000 spans must not be a page of as many.
    private const int MaxSpans = 2000;

    public static object Summary(TraceEntry trace) => new
    {
        Id = Ids.Text(trace.Id),
        trace.Name,
        Resource = trace.NamedBy?.Resource.Name ?? "",
        Start = UnixTime.Milliseconds(trace.Start),
        Duration = UnixTime.Milliseconds(trace.End - trace.Start),
        Parts = trace.Parts.Select(part => new { Resource = part.Store.Resource.Name, Spans = part.Count, part.Errors }),
    };

    /// <summary>The spans as a tree, written from the top down: each has its depth, and its children follow it by their start.</summary>
    public static object Of(TelemetryStore store, TraceEntry trace)
    {
        var logs = LogCounts(store, trace.Id);
        var spans = TraceTree.Order(trace).Take(MaxSpans).Select(node =>
        {
            ref var entry = ref node.Store.Entries[node.Number];
            return new
            {
                Id = Ids.Text(entry.Id),
                node.Depth,
                node.HasChildren,
                entry.Name,
                Resource = node.Store.Resource.Name,
                entry.Scope,
                Start = UnixTime.Milliseconds(entry.Start - trace.Start),
                Duration = UnixTime.Milliseconds(entry.Duration),
                entry.IsError,
                Logs = logs.GetValueOrDefault(entry.Id),
            };
        });
        return new { Summary = Summary(trace), Hidden = Math.Max(0, trace.SpanCount - MaxSpans), Logs = logs.Values.Sum(), Spans = spans.ToList() };
    }

    public static object? Span(TelemetryStore store, TraceEntry trace, ulong id)
    {
        foreach (var (owner, number) in SpansOf(trace))
        {
            if (owner.Entries[number].Id == id)
            {
                return Details(store, trace, owner, number);
            }
        }

        return null;
    }

    public static IEnumerable<(SpanStore Store, int Number)> SpansOf(TraceEntry trace)
    {
        foreach (var part in trace.Parts)
        {
            for (var number = part.FirstSpan; number >= 0; number = part.Store.Entries[number].NextOfPart)
            {
                yield return (part.Store, number);
            }
        }
    }

    private static object Details(TelemetryStore store, TraceEntry trace, SpanStore owner, int number)
    {
        var span = owner.Read(number);
        var entry = owner.Entries[number];
        return new
        {
            Id = Ids.Text(entry.Id),
            Parent = Ids.Text(entry.Parent),
            entry.Name,
            Kind = Enum.IsDefined(span.Kind) ? span.Kind.ToString() : ((int)span.Kind).ToString(CultureInfo.InvariantCulture),
            IsCall = span.Kind is Kind.Client or Kind.Producer,
            Source = entry.Scope,
            Resource = owner.Resource.Name,
            Time = UnixTime.Milliseconds(entry.Start),
            Start = UnixTime.Milliseconds(entry.Start - trace.Start),
            Duration = UnixTime.Milliseconds(entry.Duration),
            Status = entry.IsError ? "Error" : span.Status?.Code.ToString() ?? "Unset",
            StatusMessage = span.Status?.Message ?? "",
            Attributes = AttributeText.Of(span.Attributes),
            Sender = owner.Resource.Attributes,
            Events = span.Events.Take(MaxSpans).Select(happening => new
            {
                happening.Name,
                At = UnixTime.Milliseconds((long)Math.Min(happening.TimeUnixNano, long.MaxValue) - entry.Start),
                Attributes = AttributeText.Of(happening.Attributes),
            }),
            Links = span.Links.Take(MaxSpans).Select(link => new
            {
                Trace = Ids.Text(Ids.Trace(link.TraceId)),
                Span = Ids.Text(Ids.Span(link.SpanId)),
                IsKept = store.Traces.Find(Ids.Trace(link.TraceId)) is not null,
                Attributes = AttributeText.Of(link.Attributes),
            }),
        };
    }

    private static Dictionary<ulong, int> LogCounts(TelemetryStore store, UInt128 trace)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var entries in store.Resources.Select(resource => resource.Logs.Entries))
        {
            for (var number = entries.First; number < entries.Next; number++)
            {
                ref var entry = ref entries[number];
                if (entry.Trace == trace)
                {
                    counts[entry.Span] = counts.GetValueOrDefault(entry.Span) + 1;
                }
            }
        }

        return counts;
    }
}
