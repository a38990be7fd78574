using Digits.Gateway.Services;
using Google.Protobuf;
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
        await route.Response.WriteAsync(context, await CallAsync(route.Rpc, request, context.RequestAborted));
    }

    /// <summary>Makes a call; one that is safe to repeat is repeated when the service closes its connection.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    /// <exception cref="Errors.ProblemException">The service cannot be reached.</exception>
    public async Task<IMessage> CallAsync(RpcMethod rpc, IMessage request, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow().UtcDateTime + _deadline;
        var service = await channels.ReachAsync(rpc.Peer, cancellationToken);
        // The connection may be lost again before the call uses it; then the call waits for the next one.
        var callOptions = new CallOptions(deadline: deadline, cancellationToken: cancellationToken).WithWaitForReady();
        var repeats = rpc.IsIdempotent ? MaxRepeats : 0;
        while (true)
        {
            try
            {
                using var call = service.AsyncUnaryCall(rpc.Method, null, callOptions, request);
                return await call.ResponseAsync;
            }
            catch (RpcException exception) when (repeats-- > 0 && IsBrokenConnection(exception))
            {
                service = await channels.ReachAsync(rpc.Peer, cancellationToken);
            }
        }
    }

    // A service that stops closes its connection with the code NO_ERROR. The client library reports INTERNAL for a request that was on its way
    // at that moment. The retry policy cannot repeat INTERNAL, because services use that status themselves.
    private static bool IsBrokenConnection(RpcException exception) =>
        exception is { StatusCode: StatusCode.Internal, Status.DebugException: HttpRequestException or IOException };
}
