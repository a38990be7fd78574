using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Microsoft.AspNetCore.Http.Features;

namespace Digits.Gateway.Routing;

/// <summary>What a request asks for: a route, and the path that led to it.</summary>
internal sealed record SelectedRoute(RestRoute Route, RequestPath Path);

/// <summary>
/// Finds the route of every request that neither a file nor another endpoint answers, and leaves it as the feature
/// <see cref="SelectedRoute"/>: what comes after depends on the kind of the call.
/// </summary>
internal sealed class RouteSelector(RequestDelegate next, RouteTable routes)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is not null)
        {
            context.Features.Set(Select(context));
        }

        return next(context);
    }

    private SelectedRoute Select(HttpContext context)
    {
        var path = RequestPath.Parse(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var match = routes.Match(context.Request.Method, path);
        if (match.Route is not null)
        {
            return new SelectedRoute(match.Route, path);
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
