using Digits.Gateway.Errors;
using Digits.Gateway.Routing;
using Digits.Gateway.Streaming;
using Digits.Gateway.Uploads;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Digits.Gateway.Transcoding;

/// <summary>Answers every request that is not for a file of the page: makes the call of its route.</summary>
internal sealed class ApiEndpoint(UnaryHandler unary, StreamHandler stream, UploadHandler upload, ILogger<ApiEndpoint> logger)
{
    private const int MaxLoggedLength = 300;

    public async Task InvokeAsync(HttpContext context)
    {
        var (route, path) = context.Features.GetRequiredFeature<SelectedRoute>();
        context.SetEndpoint(route.Endpoint);
        try
        {
            await (route.Rpc.Method.Type switch
            {
                MethodType.Unary => unary.InvokeAsync(context, route, path),
                MethodType.ServerStreaming => stream.InvokeAsync(context, route, path),
                _ => upload.InvokeAsync(context, route, path),
            });
        }
        catch (RpcException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            var detail = CallerText.Shorten(exception.Status.Detail, MaxLoggedLength);
            if (RpcProblems.IsCallers(exception.StatusCode))
            {
                Log.CallRefused(logger, route.Rpc.Descriptor.FullName, exception.StatusCode, detail);
            }
            else
            {
                Log.CallFailed(logger, route.Rpc.Descriptor.FullName, exception.StatusCode, detail);
            }

            throw new ProblemException(RpcProblems.From(exception, route.Rpc.Peer));
        }
    }
}
