using Digits.Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Security;

/// <summary>
/// Refuses requests that may change something when a browser sends them for a page of another origin. Otherwise any web page could post to a
/// gateway on its reader's own machine. It runs after <see cref="HostGuard"/>, so that the host it compares with is one of the gateway's.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private const string FetchSite = "Sec-Fetch-Site";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var method = request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method))
        {
            return next(context);
        }

        var origin = request.Headers.Origin.ToString();
        if (options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return next(context);
        }

        return IsOwn(origin, request.Host) && IsSentByOwnPage(request)
            ? next(context)
            : throw new ProblemException(Problems.ForeignOrigin(origin.Length == 0 ? "another site" : origin));
    }

    // Programs that are not browsers send no origin. The scheme is not compared: a proxy in front of the gateway may have ended TLS.
    private static bool IsOwn(string origin, HostString host) =>
        origin.Length == 0
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, Authority(host, uri), StringComparison.OrdinalIgnoreCase));

    // What the browser itself says about the sender. Another port of localhost belongs to the same site but is not our page.
    private static bool IsSentByOwnPage(HttpRequest request) =>
        request.Headers[FetchSite].ToString() is "" or "same-origin" or "none";

    // The authority of a Uri has no default port; a Host header may have one.
    private static string Authority(HostString host, Uri origin) =>
        host.Port == origin.Port && origin.IsDefaultPort ? host.Host : host.Value ?? "";
}
