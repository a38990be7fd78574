using Digits.Gateway.Errors;
using Digits.Gateway.Routing;
using Digits.Gateway.Streaming;
using Digits.Gateway.Uploads;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Digits.Gateway.Transcoding;

/// <summary>Answers every request that is not for a file of the page: finds its route and makes the call.</summary>
internal sealed class ApiEndpoint(
    RouteTable routes, UnaryHandler unary, StreamHandler stream, UploadHandler upload, ILogger<ApiEndpoint> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = RequestPath.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var route = FindRoute(context, path);
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
            Log.CallFailed(logger, route.Rpc.Descriptor.FullName, exception.StatusCode, exception.Status.Detail);
            throw new ProblemException(RpcProblems.From(exception, route.Rpc.Peer));
        }
    }

    private RestRoute FindRoute(HttpContext context, RequestPath path)
    {
        var match = routes.Match(context.Request.Method, path);
        if (match.Route is not null)
        {
            return match.Route;
        }

        if (match.AllowedMethods.Count == 0)
        {
            throw new ProblemException(Problems.UnknownRoute(context.Request.Path));
        }

        var allowed = string.Join(", ", match.AllowedMethods);
        context.Response.Headers.Allow = allowed;
        throw new ProblemException(Problems.MethodNotAllowed(context.Request.Method, context.Request.Path, allowed));
    }
}
