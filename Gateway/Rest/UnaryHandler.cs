using Digits.Gateway.Services;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Rest;

/// <summary>Answers a request with one call: one message there, one back.</summary>
internal sealed class UnaryHandler(PeerChannels channels, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int MaxRepeats = 3;

    private readonly TimeSpan _deadline = options.Value.CallTimeout;

    public async Task InvokeAsync(HttpContext context, RestRoute route)
    {
        var request = await route.Binder.BindAsync(context);
        var deadline = time.GetUtcNow().UtcDateTime + _deadline;
        var service = await channels.ReachAsync(route.Rpc.Peer, context.RequestAborted);
        // A connection may be lost between the look at it and the call: the call waits for the next one, too.
        var callOptions = new CallOptions(deadline: deadline, cancellationToken: context.RequestAborted).WithWaitForReady();
        var repeats = route.Rpc.IsIdempotent ? MaxRepeats : 0;
        while (true)
        {
            try
            {
                using var call = service.AsyncUnaryCall(route.Rpc.Method, null, callOptions, request);
                await route.Response.WriteAsync(context, await call.ResponseAsync);
                return;
            }
            catch (RpcException exception) when (repeats-- > 0 && IsBrokenConnection(exception))
            {
                service = await channels.ReachAsync(route.Rpc.Peer, context.RequestAborted);
            }
        }
    }

    // A service that stops ends its connection with the code NO_ERROR. The client library calls a request that was just on its way INTERNAL,
    // which the retry policy must not take: services answer it too.
    private static bool IsBrokenConnection(RpcException exception) =>
        exception is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException or IOException };
}
