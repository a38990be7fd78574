using System.Net;
using Digits.Gateway.Errors;
using Microsoft.Extensions.Primitives;

namespace Digits.Gateway.Security;

/// <summary>
/// Refuses requests for a host name that is not this gateway's. It prevents DNS rebinding: the owner of a name can let it resolve to 127.0.0.1,
/// and browsers then take a page of that name for a page of the gateway; only the Host header still tells the name. Names of loopback are
/// always allowed. The framework's key <c>AllowedHosts</c> adds others, separated by semicolons (<c>digits.local;*.example.com</c>; <c>*</c>
/// allows any).
/// </summary>
internal sealed class HostGuard
{
    /// <summary>The framework's key for host names.</summary>
    public const string AllowedHostsKey = "AllowedHosts";

    private static readonly string[] Probes = ["/health", "/alive", "/v2/health/live", "/v2/health/ready"];

    private readonly RequestDelegate _next;
    private readonly StringSegment[] _allowed;
    private readonly bool _allowsAny;

    public HostGuard(RequestDelegate next, IConfiguration configuration)
    {
        _next = next;
        var names = configuration[AllowedHostsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        _allowsAny = names.Contains("*");
        _allowed = [.. names.Append("*.localhost").Select(name => new StringSegment(name))];
    }

    public Task InvokeAsync(HttpContext context) =>
        _allowsAny || IsAllowed(context.Request.Host) || IsProbe(context.Request)
            ? _next(context)
            : throw new ProblemException(Problems.UnknownHost(context.Request.Host.Host));

    private bool IsAllowed(HostString host) =>
        string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var address) && IPAddress.IsLoopback(address))
        || (host.HasValue && HostString.MatchesAny(host.Value, _allowed));

    // A cluster sends its probes to the address of a pod. No name can be rebound to an address, and the answer holds no user's data.
    private static bool IsProbe(HttpRequest request) =>
        (!request.Host.HasValue || IPAddress.TryParse(request.Host.Host, out _))
        && Probes.Contains(request.Path.Value, StringComparer.Ordinal);
}
