using Microsoft.Extensions.Configuration;

namespace Digits.ServiceDefaults.Clients;

/// <summary>Where the other services are.</summary>
public static class PeerAddress
{
    private const int FirstPort = 5081;

    /// <summary>
    /// The address of a service: the configuration key <c>Services:{peer}</c>, for example the environment variable
    /// <c>Services__Processing</c>, else its fixed port on this host.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configured value is no absolute http or https address.</exception>
    public static Uri Of(Peer peer, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var configured = configuration[$"Services:{peer}"];
        if (string.IsNullOrEmpty(configured))
        {
            return new Uri($"http://localhost:{FirstPort + (int)peer}");
        }

        return Uri.TryCreate(configured, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new InvalidOperationException($"Services:{peer} is \"{configured}\", which is no http or https address.");
    }
}
