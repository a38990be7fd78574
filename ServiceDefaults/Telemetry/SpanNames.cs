using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using OpenTelemetry;

namespace Digits.ServiceDefaults.Telemetry;

/// <summary>Names the framework's spans after what was called, and puts gRPC's facts into the standard attributes.</summary>
internal sealed class SpanNames : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (!data.IsAllDataRequested)
        {
            return;
        }

        if (data.GetTagItem(SpanTags.GrpcMethod) is string method && method.Split('/') is ["", var service, var name])
        {
            NameCall(data, service, name);
        }
        else if (data is { Kind: ActivityKind.Server, Source.Name: "Microsoft.AspNetCore" } && data.GetTagItem(SpanTags.HttpMethod) is string verb)
        {
            data.DisplayName = data.GetTagItem(SpanTags.HttpRoute) is string route ? $"{verb} {route}" : verb;
        }
    }

    private static void NameCall(Activity span, string service, string method)
    {
        span.DisplayName = $"{service}/{method}";
        span.SetTag(SpanTags.RpcSystem, "grpc");
        span.SetTag(SpanTags.RpcService, service);
        span.SetTag(SpanTags.RpcMethod, method);
        if (!int.TryParse(span.GetTagItem(SpanTags.GrpcStatus) as string, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return;
        }

        span.SetTag(SpanTags.RpcStatus, code);
        if (IsError((StatusCode)code, span.Kind))
        {
            span.SetStatus(ActivityStatusCode.Error, ((StatusCode)code).ToString());
        }
    }

    // A server is not at fault for what its caller asked; the caller is told of every failure.
    private static bool IsError(StatusCode code, ActivityKind kind) => kind == ActivityKind.Server
        ? code is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal
            or StatusCode.Unavailable or StatusCode.DataLoss
        : code != StatusCode.OK;
}
