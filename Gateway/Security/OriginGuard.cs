using Digits.Gateway.Errors;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Security;

/// <summary>
/// Refuses requests that change something and that a browser sends for a page of another origin. Without it, any web page
/// could post to a gateway on its reader's own machine.
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, IOptions<GatewayOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var method = context.Request.Method;
        var changes = !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
        return origin.Length == 0 || !changes || IsTrusted(origin, context.Request.Host)
            ? next(context)
            : throw new ProblemException(Problems.ForeignOrigin(origin));
    }

    // Only host and port are compared: in front of the gateway a proxy may have taken the TLS off.
    private bool IsTrusted(string origin, HostString host) =>
        options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, Authority(host, uri), StringComparison.OrdinalIgnoreCase));

    // Uri leaves the default port out of its authority; the Host header may spell it out.
    private static string Authority(HostString host, Uri origin) =>
        host.Port == origin.Port && origin.IsDefaultPort ? host.Host : host.Value ?? "";
}
