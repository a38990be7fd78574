using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Digits.Gateway.Streaming;
using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Lifetime;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Rest;

/// <summary>Answers a request with the messages of a server stream, as they come.</summary>
internal sealed class StreamHandler(
    PeerChannels channels, IOptions<GatewayOptions> options, ClosingTime closing, TimeProvider time, ILogger<StreamHandler> logger)
{
    private const int MaxLoggedLength = 300;

    public async Task InvokeAsync(HttpContext context, RestRoute route)
    {
        var format = StreamNegotiation.Choose(
            context.Request.Headers.Accept, route.Rpc.Descriptor.OutputType, route.Response, () => FileNameOf(context.Request.RouteValues, route));
        var request = await route.Binder.BindAsync(context);
        var service = await channels.ReachAsync(route.Rpc.Peer, context.RequestAborted);
        // When the gateway stops, downloads are completed, but watches, which may never end, are not.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, format is FileFormat ? CancellationToken.None : closing.Begun);
        using var call = service.AsyncServerStreamingCall(route.Rpc.Method, null, new CallOptions(cancellationToken: end.Token), request);
        var relay = new StreamRelay(context, format, options.Value.Heartbeat, time);
        try
        {
            await relay.RunAsync(call);
        }
        catch (RpcException) when (end.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            await LeaveAsync(context, format, relay);
        }
        catch (RpcException exception) when (context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.StreamFailed(
                logger, route.Rpc.Descriptor.FullName, exception.StatusCode, CallerText.Shorten(exception.Status.Detail, MaxLoggedLength));
            await relay.FailAsync(RpcProblems.From(exception, route.Rpc.Peer));
        }
    }

    private static string FileNameOf(RouteValueDictionary values, RestRoute route)
    {
        var parts = route.Template.Variables.Select(variable => route.Template.Capture(variable, values).Replace('/', '-')).ToArray();
        return parts.Length == 0 ? route.Rpc.Descriptor.Name : string.Join('-', parts);
    }

    // Only the gateway stops; the run or whatever else is watched continues.
    private static async Task LeaveAsync(HttpContext context, StreamFormat format, StreamRelay relay)
    {
        if (!context.Response.HasStarted)
        {
            throw new ProblemException(Problems.Ending());
        }

        if (!format.IsResumed)
        {
            await relay.FailAsync(Problems.Ending());
        }
    }
}
