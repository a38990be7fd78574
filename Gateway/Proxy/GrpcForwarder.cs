using System.Globalization;
using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Digits.Gateway.Proxy;

/// <summary>
/// Forwards one call within the bounds of a call over REST: it waits as long for a service that restarts, a unary call has a deadline, and the
/// request has a largest size unless it is a client stream.
/// </summary>
internal sealed class GrpcForwarder(PeerChannels channels, IOptions<GatewayOptions> options, ILogger<GrpcForwarder> logger)
{
    private const string TimeoutHeader = "grpc-timeout";

    private readonly string _timeout = string.Create(CultureInfo.InvariantCulture, $"{(long)options.Value.CallTimeout.TotalMilliseconds}m");

    /// <exception cref="ProblemException">The service cannot be reached, or the request broke off.</exception>
    /// <exception cref="BadHttpRequestException">The request is too large or breaks a rule of HTTP.</exception>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var rpc = context.GetEndpoint()!.Metadata.GetRequiredMetadata<RpcMethod>();
        await channels.ReachAsync(rpc.Peer, context.RequestAborted);
        if (rpc.Method.Type == MethodType.Unary)
        {
            context.Request.Headers.TryAdd(TimeoutHeader, _timeout);
        }

        LimitBody(context, rpc);
        await (context.Features.Get<Base64Relay>() is { } relay ? relay.ForwardAsync(context, next) : next(context));
        if (context.GetForwarderErrorFeature() is not { } failure || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        Log.ForwardFailed(logger, rpc.Descriptor.FullName, failure.Error);
        if (!context.Response.HasStarted)
        {
            throw failure.Error == ForwarderError.RequestBodyClient
                ? TransferFaultIn(failure.Exception) as Exception ?? new ProblemException(Problems.MalformedRequest(StatusCodes.Status400BadRequest))
                : new ProblemException(Problems.ServiceAway(rpc.Peer));
        }
    }

    // YARP removes the limit on the body of every gRPC call, unless the limit is read-only.
    private static void LimitBody(HttpContext context, RpcMethod rpc)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false } size)
        {
            return;
        }

        if (rpc.Descriptor.IsClientStreaming)
        {
            size.MaxRequestBodySize = null;
        }
        else
        {
            context.Features.Set<IHttpMaxRequestBodySizeFeature>(new FixedBodySize(size.MaxRequestBodySize));
        }
    }

    // YARP reports the faults of both directions together.
    private static BadHttpRequestException? TransferFaultIn(Exception? exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.Select(TransferFaultIn).FirstOrDefault(fault => fault is not null),
        _ => exception as BadHttpRequestException,
    };

    private sealed class FixedBodySize(long? size) : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => true;

        public long? MaxRequestBodySize
        {
            get => size;
            set => throw new InvalidOperationException("The largest size of this request is fixed.");
        }
    }
}
