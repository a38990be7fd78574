using Digits.Gateway.Routing;
using Digits.Gateway.Services;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Transcoding;

/// <summary>Answers a request with one call: one message there, one back.</summary>
internal sealed class UnaryHandler(PeerChannels channels, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly TimeSpan _deadline = options.Value.CallTimeout;

    public async Task InvokeAsync(HttpContext context, RestRoute route, RequestPath path)
    {
        var request = await route.Binder.BindAsync(context, path);
        var callOptions = new CallOptions(deadline: time.GetUtcNow().UtcDateTime + _deadline, cancellationToken: context.RequestAborted);
        using var call = channels[route.Rpc.Peer].AsyncUnaryCall(route.Rpc.Method, null, callOptions, request);
        await JsonResponse.WriteAsync(context, route.Response.ToJson(await call.ResponseAsync));
    }
}
