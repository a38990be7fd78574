using Digits.Gateway.Routing;
using Digits.Gateway.Services;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Streaming;

/// <summary>Answers a request with the messages of a server stream, as they come.</summary>
internal sealed class StreamHandler(
    PeerChannels channels, IOptions<GatewayOptions> options, TimeProvider time, ILogger<StreamHandler> logger)
{
    public async Task InvokeAsync(HttpContext context, RestRoute route, RequestPath path)
    {
        var format = StreamNegotiation.Choose(context.Request, route, path);
        var request = await route.Binder.BindAsync(context, path);
        using var call = channels[route.Rpc.Peer].AsyncServerStreamingCall(
            route.Rpc.Method, null, new CallOptions(cancellationToken: context.RequestAborted), request);
        var relay = new StreamRelay(context, format, options.Value.Heartbeat, time);
        try
        {
            await relay.RunAsync(call);
        }
        catch (RpcException exception) when (context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.StreamFailed(logger, route.Rpc.Descriptor.FullName, exception.StatusCode, exception.Status.Detail);
            await relay.FailAsync(Errors.RpcProblems.From(exception, route.Rpc.Peer));
        }
    }
}
