using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc;

namespace Digits.Gateway.Rest;

/// <summary>Makes an endpoint of every route.</summary>
internal static class RestEndpoints
{
    private const int MaxLoggedLength = 300;

    // If any route has a verb at a path, that verb is one for all HTTP methods; any other colon belongs to the value of a variable. Routing tries
    // lower orders first. Within one order it prefers literals to variables.
    private enum Order
    {
        Verb,
        VerbOfOtherMethod,
        Plain,
        PlainOfOtherMethod,
    }

    /// <exception cref="RouteConfigurationException">The contracts cannot be turned into routes.</exception>
    public static void MapRest(this WebApplication app)
    {
        var services = app.Services.GetRequiredService<RoutedServices>();
        var routes = RestRoutes.Of(services);
        foreach (var route in routes)
        {
            var endpoint = app.MapMethods(route.Template.Pattern, [route.HttpMethod], HandlerOf(route, app))
                .WithOrder((int)(route.Template.Verb.Length > 0 ? Order.Verb : Order.Plain))
                .WithDisplayName($"{route.HttpMethod} {route.Template}")
                .WithMetadata(route.Rpc);
            if (route.Upload is not null)
            {
                // An upload may have any length, since only one piece of it is in memory at a time.
                endpoint.WithMetadata(new DisableRequestSizeLimitAttribute());
            }
        }

        // The framework answers 405 by itself only when no other endpoint matches, but here a variable may match a verb, and the fallback everything.
        foreach (var shape in routes.GroupBy(route => route.Template.Shape, StringComparer.OrdinalIgnoreCase))
        {
            var template = shape.First().Template;
            var allowed = string.Join(
                ", ",
                routes.Where(route => route.Template.Verb == template.Verb && route.Template.Covers(template)).Select(route => route.HttpMethod).Distinct());
            app.Map(template.Pattern, context => RefuseMethod(context, allowed))
                .WithOrder((int)(template.Verb.Length > 0 ? Order.VerbOfOtherMethod : Order.PlainOfOtherMethod));
        }

        app.MapFallback("{**path}", RefusePath);
        Log.RoutesBuilt(app.Logger, routes.Count, services.All.Count);
    }

    private static RequestDelegate HandlerOf(RestRoute route, WebApplication app)
    {
        var unary = app.Services.GetRequiredService<UnaryHandler>();
        var stream = app.Services.GetRequiredService<StreamHandler>();
        var upload = app.Services.GetRequiredService<UploadHandler>();
        return route.Rpc.Method.Type switch
        {
            MethodType.Unary => context => TellProblemsAsync(context, unary.InvokeAsync(context, route), route.Rpc, app.Logger),
            MethodType.ServerStreaming => context => TellProblemsAsync(context, stream.InvokeAsync(context, route), route.Rpc, app.Logger),
            _ => context => TellProblemsAsync(context, upload.InvokeAsync(context, route), route.Rpc, app.Logger),
        };
    }

    /// <summary>Waits for a call; one that fails becomes a problem.</summary>
    public static async Task TellProblemsAsync(HttpContext context, Task call, RpcMethod rpc, ILogger logger)
    {
        try
        {
            await call;
        }
        catch (RpcException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            var detail = CallerText.Shorten(exception.Status.Detail, MaxLoggedLength);
            if (RpcProblems.IsCallers(exception.StatusCode))
            {
                Log.CallRefused(logger, rpc.Descriptor.FullName, exception.StatusCode, detail);
            }
            else
            {
                Log.CallFailed(logger, rpc.Descriptor.FullName, exception.StatusCode, detail);
            }

            throw new ProblemException(RpcProblems.From(exception, rpc.Peer));
        }
    }

    /// <summary>Refuses a request whose path exists for other methods.</summary>
    public static Task RefuseMethod(HttpContext context, string allowed)
    {
        context.Response.Headers.Allow = allowed;
        throw new ProblemException(Problems.MethodNotAllowed(context.Request.Method, DecodedPath(context), allowed));
    }

    private static Task RefusePath(HttpContext context) =>
        throw new ProblemException(Problems.UnknownRoute(DecodedPath(context)));

    private static string DecodedPath(HttpContext context) => Uri.UnescapeDataString(context.Request.Path.Value ?? "");
}
