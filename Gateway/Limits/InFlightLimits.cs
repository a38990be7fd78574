using System.Net;
using System.Threading.RateLimiting;
using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;

namespace Digits.Gateway.Limits;

/// <summary>
/// Bounds how many requests are under way at once, of one caller and of all, each kind apart: a caller with many watches can still predict.
/// A caller is a remote address. Who is over a limit is refused with 429, or waits where there is a queue.
/// </summary>
internal static class InFlightLimits
{
    // A body beyond this is no drawing and no settings. Each of them is in memory as a whole, some of it twice.
    private const long LargeBodyBytes = 128 << 10;

    private enum Kind
    {
        Call,
        LargeBody,
        Stream,
        Upload,
    }

    public static void Configure(RateLimiterOptions limiter, GatewayOptions options)
    {
        // The caller's own limit comes first: waiting for it takes nothing from the others.
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, (Kind Kind, IPAddress? Caller)>(context => KindOf(context) is { } kind
                ? Partition((kind, context.Connection.RemoteIpAddress), LimitOf(kind, options).PerCaller, QueueOf(kind, options))
                : RateLimitPartition.GetNoLimiter<(Kind, IPAddress?)>(default)),
            PartitionedRateLimiter.Create<HttpContext, Kind>(context => KindOf(context) is { } kind
                ? Partition(kind, LimitOf(kind, options).Total, QueueOf(kind, options))
                : RateLimitPartition.GetNoLimiter<Kind>(default)));
        limiter.OnRejected = (rejected, _) => RefuseAsync(rejected.HttpContext);
    }

    private static RateLimitPartition<TKey> Partition<TKey>(TKey key, int permits, int queue) =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = queue });

    private static Kind? KindOf(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RpcMethod>() is not { } rpc)
        {
            return null;
        }

        return rpc.Method.Type switch
        {
            MethodType.Unary => HasLargeBody(context) ? Kind.LargeBody : Kind.Call,
            MethodType.ServerStreaming => Kind.Stream,
            _ => Kind.Upload,
        };
    }

    // A chunked body may become a large one. The messages of gRPC are passed on as they come and are never in memory as a whole.
    private static bool HasLargeBody(HttpContext context) => !GrpcAnswer.IsWanted(context.Request)
        && (context.Request.ContentLength is { } length
            ? length > LargeBodyBytes
            : context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true);

    private static InFlightLimit LimitOf(Kind kind, GatewayOptions options) => kind switch
    {
        Kind.Call => options.Calls,
        Kind.LargeBody => options.LargeBodies,
        Kind.Stream => options.Streams,
        _ => options.Uploads,
    };

    // Calls are short, so that waiting for a turn is better than an error. A stream or an upload may last for hours.
    private static int QueueOf(Kind kind, GatewayOptions options) => kind switch
    {
        Kind.Call => options.Calls.Total,
        Kind.LargeBody => 16 * options.LargeBodies.Total,
        _ => 0,
    };

    private static async ValueTask RefuseAsync(HttpContext context)
    {
        var problem = KindOf(context) switch
        {
            Kind.Stream => Problems.TooMany("streams", "TOO_MANY_STREAMS", TimeSpan.FromSeconds(5)),
            Kind.Upload => Problems.TooMany("uploads", "TOO_MANY_UPLOADS", TimeSpan.FromSeconds(5)),
            _ => Problems.TooMany("calls", "TOO_MANY_CALLS", TimeSpan.FromSeconds(1)),
        };
        if (context.Request.ContentLength is null or > LargeBodyBytes)
        {
            // Nobody reads the body.
            context.Response.Headers.Connection = "close";
        }

        await problem.WriteAsync(context);
    }
}
