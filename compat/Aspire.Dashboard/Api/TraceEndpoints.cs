using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Api;

/// <summary>Traces, newest first, and their spans.</summary>
internal static class TraceEndpoints
{
    private const int DefaultCount = 200;
    private const int MaxCount = 2000;

    public static void MapTraces(this WebApplication app)
    {
        app.MapGet("/api/traces", List);
        app.MapGet("/api/traces/{id}", (TelemetryStore store, string id) => WithTrace(store, id, trace => TraceViews.Of(store, trace)));
        app.MapGet("/api/traces/{id}/spans/{span}", (TelemetryStore store, string id, string span) =>
            WithTrace(store, id, trace => TraceViews.Span(store, trace, Ids.ParseSpan(span))));
    }

    private static IResult List(TelemetryStore store, [AsParameters] TraceQuery query)
    {
        var count = Math.Clamp(query.Count ?? DefaultCount, 1, MaxCount);
        lock (store.Gate)
        {
            var found = store.Traces.All.Where(trace => Matches(trace, query)).OrderByDescending(trace => trace.Start).Take(count + 1).ToList();
            return Results.Ok(new
            {
                Resources = LogEndpoints.Names(store),
                Kept = store.Traces.All.Count,
                More = found.Count > count,
                Traces = found.Take(count).Select(TraceViews.Summary).ToList(),
            });
        }
    }

    private static IResult WithTrace(TelemetryStore store, string id, Func<TraceEntry, object?> view)
    {
        lock (store.Gate)
        {
            return store.Traces.Find(Ids.ParseTrace(id)) is { } trace && view(trace) is { } found ? Results.Ok(found) : Results.NotFound();
        }
    }

    private static bool Matches(TraceEntry trace, TraceQuery query) =>
        (query.Errors != true || trace.HasErrors)
        && (query.Slower is not { } slower || UnixTime.Milliseconds(trace.End - trace.Start) >= slower)
        && (query.Resource is not { Length: > 0 } name || trace.Parts.Exists(part => part.Store.Resource.Name == name))
        && (query.Text is not { Length: > 0 } text || Matches(trace, text.Trim()));

    private static bool Matches(TraceEntry trace, string text) =>
        trace.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || Ids.Text(trace.Id).StartsWith(text, StringComparison.OrdinalIgnoreCase)
        || TraceViews.SpansOf(trace).Any(span => span.Store.Entries[span.Number].Name.Contains(text, StringComparison.OrdinalIgnoreCase));
}
