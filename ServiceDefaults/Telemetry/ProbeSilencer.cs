using System.Diagnostics;
using OpenTelemetry;

namespace Digits.ServiceDefaults.Telemetry;

/// <summary>Keeps health checks out of the traces: they come every few seconds and tell nothing.</summary>
internal sealed class ProbeSilencer : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        if (data.Kind == ActivityKind.Server && IsProbe(data.GetTagItem(SpanTags.UrlPath) as string))
        {
            Silence(data);
        }
    }

    /// <summary>Keeps a span from being sent.</summary>
    public static void Silence(Activity span)
    {
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.IsAllDataRequested = false;
    }

    private static bool IsProbe(string? path) =>
        path is "/health" or "/alive" || path?.StartsWith("/grpc.health.v1.Health/", StringComparison.Ordinal) == true;
}
