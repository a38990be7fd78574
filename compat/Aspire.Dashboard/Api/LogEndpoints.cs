using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using OpenTelemetry.Proto.Logs.V1;

namespace Aspire.Dashboard.Api;

/// <summary>Log records, newest first.</summary>
internal static class LogEndpoints
{
    private const int DefaultCount = 200;
    private const int MaxCount = 2000;
    private const int MaxMessageLength = 500;
    private const string ExceptionType = "exception.type";
    private const string ExceptionText = "exception.stacktrace";

    public static void MapLogs(this WebApplication app)
    {
        app.MapGet("/api/logs", List);
        // Not as parts of the path: a name may hold a slash, which a path does not give back.
        app.MapGet("/api/logs/record", Get);
    }

    private static IResult List(TelemetryStore store, [AsParameters] LogQuery query)
    {
        var filter = new LogFilter(query);
        var count = Math.Clamp(query.Count ?? DefaultCount, 1, MaxCount);
        lock (store.Gate)
        {
            var resources = store.Resources.Where(resource => query.Resource is not { Length: > 0 } name || resource.Name == name).ToList();
            var candidates = new List<(long Time, TelemetryResource Resource, int Number)>();
            foreach (var resource in resources)
            {
                var entries = resource.Logs.Entries;
                for (var number = entries.First; number < entries.Next; number++)
                {
                    if (filter.Matches(entries[number]))
                    {
                        candidates.Add((entries[number].Time, resource, number));
                    }
                }
            }

            // The later of two at one time is the one that came later.
            candidates.Sort((left, right) => left.Time == right.Time ? right.Number.CompareTo(left.Number) : right.Time.CompareTo(left.Time));
            var found = new List<object>();
            var more = false;
            foreach (var (time, resource, number) in candidates)
            {
                var record = found.Count < count || filter.ReadsRecords ? resource.Logs.Read(number) : null;
                if (record is not null && !filter.Matches(record, resource.Logs.Entries[number].Scope))
                {
                    continue;
                }

                more = found.Count == count;
                if (more)
                {
                    break;
                }

                found.Add(ViewOf(resource, number, record!, time));
            }

            return Results.Ok(new { Resources = Names(store), Kept = resources.Sum(resource => resource.Logs.Entries.Count), More = more, Logs = found });
        }
    }

    private static IResult Get(TelemetryStore store, string resource, int number)
    {
        lock (store.Gate)
        {
            var owner = store.Resources.FirstOrDefault(one => one.Name == resource);
            if (owner is null || number < owner.Logs.Entries.First || number >= owner.Logs.Entries.Next)
            {
                return Results.NotFound();
            }

            var record = owner.Logs.Read(number);
            return Results.Ok(new
            {
                Message = AttributeText.Of(record.Body),
                Severity = record.SeverityText,
                Category = owner.Logs.Entries[number].Scope,
                Event = record.EventName,
                Attributes = AttributeText.Of(record.Attributes),
                Resource = owner.Attributes,
            });
        }
    }

    /// <summary>The resources that have sent anything, for a choice among them.</summary>
    public static IEnumerable<string> Names(TelemetryStore store) =>
        [.. store.Resources.Select(resource => resource.Name).Distinct().Order(StringComparer.Ordinal)];

    private static object ViewOf(TelemetryResource resource, int number, LogRecord record, long time)
    {
        var entry = resource.Logs.Entries[number];
        return new
        {
            Resource = resource.Name,
            Number = number,
            Time = UnixTime.Milliseconds(time),
            Level = LogLevels.NameOf(entry.Severity),
            Category = entry.Scope,
            Message = AttributeText.Cut(AttributeText.Of(record.Body), MaxMessageLength),
            Trace = Ids.Text(entry.Trace),
            Span = Ids.Text(entry.Span),
            Exception = AttributeText.Find(record.Attributes, ExceptionType) ?? (AttributeText.Find(record.Attributes, ExceptionText) is null ? null : "Exception"),
        };
    }
}
