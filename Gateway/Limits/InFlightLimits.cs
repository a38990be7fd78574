using System.Net;
using System.Threading.RateLimiting;
using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;

namespace Digits.Gateway.Limits;

/// <summary>
/// Bounds how many requests are under way at once, for each caller and in total. Each kind of call has bounds of its own, so that a caller with
/// many watches can still predict. A caller is a remote address. A request beyond the bounds waits where there is a queue; otherwise it is
/// refused with RESOURCE_EXHAUSTED, which is 429 over REST.
/// </summary>
internal static class InFlightLimits
{
    // A body beyond this is neither a drawing nor settings. Each of them is in memory as a whole, some of it twice.
    private const long LargeBodyBytes = 128 << 10;

    private enum Kind
    {
        None,
        Call,
        LargeBody,
        Stream,
        Upload,
    }

    public static void Configure(RateLimiterOptions limiter, GatewayOptions options)
    {
        // The caller's own limit comes first: a request that waits for it takes nothing from other callers.
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, (Kind Kind, IPAddress? Caller)>(context => KindOf(context) is var kind and not Kind.None
                ? Partition((kind, context.Connection.RemoteIpAddress), kind, options, limit => limit.PerCaller)
                : RateLimitPartition.GetNoLimiter<(Kind, IPAddress?)>(default)),
            PartitionedRateLimiter.Create<HttpContext, Kind>(context => KindOf(context) is var kind and not Kind.None
                ? Partition(kind, kind, options, limit => limit.Total)
                : RateLimitPartition.GetNoLimiter(Kind.None)));
        limiter.OnRejected = (rejected, _) => RefuseAsync(rejected.HttpContext);
    }

    private static RateLimitPartition<TKey> Partition<TKey>(TKey key, Kind kind, GatewayOptions options, Func<InFlightLimit, int> permits)
    {
        // Calls are short, so that waiting for a turn is better than an error. A stream or an upload may last for hours.
        var (limit, queue) = kind switch
        {
            Kind.Call => (options.Calls, options.Calls.Total),
            Kind.LargeBody => (options.LargeBodies, 16 * options.LargeBodies.Total),
            Kind.Stream => (options.Streams, 0),
            _ => (options.Uploads, 0),
        };
        return RateLimitPartition.GetConcurrencyLimiter(
            key, _ => new ConcurrencyLimiterOptions { PermitLimit = permits(limit), QueueLimit = queue });
    }

    private static Kind KindOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RpcMethod>()?.Method.Type switch
    {
        null => Kind.None,
        MethodType.Unary => HasLargeBody(context) ? Kind.LargeBody : Kind.Call,
        MethodType.ServerStreaming or MethodType.DuplexStreaming => Kind.Stream,
        _ => Kind.Upload,
    };

    // A chunked body may become a large one. The messages of gRPC are passed on as they come and are never in memory as a whole.
    private static bool HasLargeBody(HttpContext context) => !GrpcAnswer.IsWanted(context.Request)
        && (context.Request.ContentLength is { } length
            ? length > LargeBodyBytes
            : context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true);

    private static async ValueTask RefuseAsync(HttpContext context)
    {
        var problem = KindOf(context) switch
        {
            Kind.Stream => Problems.TooMany("streams", "TOO_MANY_STREAMS", TimeSpan.FromSeconds(5)),
            Kind.Upload => Problems.TooMany("uploads", "TOO_MANY_UPLOADS", TimeSpan.FromSeconds(5)),
            _ => Problems.TooMany("calls", "TOO_MANY_CALLS", TimeSpan.FromSeconds(1)),
        };
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Request.ContentLength is null or > LargeBodyBytes)
        {
            // Nobody reads the body.
            context.Response.Headers.Connection = "close";
        }

        await problem.WriteAsync(context);
    }
}
