using System.Text.Json;
using System.Threading.Channels;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.DashboardService.Proto.V1;

namespace Aspire.Dashboard.Api;

/// <summary>
/// Server-sent events, one stream for all that a tab wants to hear: "resources" (all of them, at first and after each change),
/// "telemetry" (that a signal has changed, not how) and, for ?console=resource, "console" (lines, or that they begin anew).
/// </summary>
internal static class EventStream
{
    private const int BeatsAPulse = 60;
    private const int MaxWaitingBatches = 64;
    private const int MaxLineLength = 20_000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    public static async Task SendAsync(
        HttpContext context, string? console, ResourceCatalog catalog, TelemetryStore store, ResourceServiceChannel channel, TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        var lines = Channel.CreateBounded<IReadOnlyList<ConsoleLogLine>?>(MaxWaitingBatches);
        var follow = console is { Length: > 0 } ? ConsoleReader.FollowAsync(channel, console, lines.Writer, time, ended.Token) : Task.CompletedTask;
        try
        {
            using var timer = new PeriodicTimer(Beat, time);
            long resources = -1;
            Revisions? telemetry = null;
            for (var beat = 0; ; beat++)
            {
                if (resources != catalog.Revision)
                {
                    resources = catalog.Revision;
                    await WriteAsync(response, "resources", ResourceViews.All(catalog), ended.Token);
                }

                if (telemetry != store.Revisions)
                {
                    telemetry = store.Revisions;
                    await WriteAsync(response, "telemetry", telemetry, ended.Token);
                }

                while (lines.Reader.TryRead(out var batch))
                {
                    await WriteAsync(response, "console", batch?.Select(ViewOf), ended.Token);
                }

                if (beat % BeatsAPulse == 0)
                {
                    await response.WriteAsync(":\n\n", ended.Token);
                }

                await response.Body.FlushAsync(ended.Token);
                await timer.WaitForNextTickAsync(ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The tab was closed, or the dashboard is ending.
        }
        finally
        {
            await ended.CancelAsync();
            await follow;
        }
    }

    private static object ViewOf(ConsoleLogLine line) => new
    {
        Number = line.LineNumber,
        Text = line.Text.Length > MaxLineLength ? $"{line.Text.AsSpan(0, MaxLineLength)}…" : line.Text,
        IsError = line.IsStdErr,
    };

    private static async Task WriteAsync<T>(HttpResponse response, string name, T data, CancellationToken cancellation)
    {
        // JSON has no line breaks of its own, so one data line is enough.
        var json = JsonSerializer.Serialize(data, JsonSerializerOptions.Web);
        await response.WriteAsync($"event: {name}\ndata: {json}\n\n", cancellation);
    }
}
