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
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            data.IsAllDataRequested = false;
        }
    }

    private static bool IsProbe(string? path) =>
        path is "/health" or "/alive" || path?.StartsWith("/grpc.health.v1.Health/", StringComparison.Ordinal) == true;
}
