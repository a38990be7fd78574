using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>What the page asks for.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this WebApplication app)
    {
        app.MapGet("/api/events", EventStream.SendAsync);
        app.MapResources();
        app.MapLogs();
        app.MapTraces();
        app.MapMetrics();
        app.MapPost("/api/{signal}/clear", (string signal, string? resource, TelemetryStore store) =>
        {
            Func<TelemetryResource, ITelemetryPart>? part = signal switch
            {
                "logs" => one => one.Logs,
                "traces" => one => one.Spans,
                "metrics" => one => one.Metrics,
                _ => null,
            };
            if (part is null)
            {
                return Results.NotFound();
            }

            store.Clear(part, resource is { Length: > 0 } ? resource : null);
            return Results.NoContent();
        });
    }
}
