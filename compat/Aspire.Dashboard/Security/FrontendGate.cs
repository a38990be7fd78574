namespace Aspire.Dashboard.Security;

/// <summary>On the page's ports: sets the headers that keep the page to itself, and lets nobody in without the cookie.</summary>
internal sealed class FrontendGate(RequestDelegate next, BrowserSession session)
{
    // No inline script or style, nothing from elsewhere; pictures in the style sheet may be data.
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] Open = ["/login", "/css", "/js", "/favicon.svg"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!ConnectionKindFeature.Is(context, ConnectionKind.Frontend))
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var path = context.Request.Path;
        if (OtlpPaths.IsOtlp(path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (IsOfAnotherOrigin(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("This request was made for a page of another origin.");
        }

        return Array.Exists(Open, open => path.StartsWithSegments(open, StringComparison.Ordinal)) || session.IsOpen(context)
            ? next(context)
            : RefuseAsync(context);
    }

    private static bool IsOfAnotherOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !HttpMethods.IsGet(request.Method)
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static Task RefuseAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            var wanted = context.Request.Path + context.Request.QueryString;
            context.Response.Redirect(wanted == "/" ? "/login" : $"/login?returnUrl={Uri.EscapeDataString(wanted)}");
        }

        return Task.CompletedTask;
    }
}
