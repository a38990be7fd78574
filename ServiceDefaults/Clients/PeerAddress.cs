using Microsoft.Extensions.Configuration;

namespace Digits.ServiceDefaults.Clients;

/// <summary>Where the other services are.</summary>
public static class PeerAddress
{
    /// <summary>
    /// The scheme of an address that stands for all hosts behind a name, for example <c>dns:///inference:8080</c>: calls go to
    /// them in turn, without TLS.
    /// </summary>
    public const string ManyHosts = "dns";

    private const int FirstPort = 5081;

    /// <summary>
    /// The address of a service: the configuration key <c>Services:{peer}</c>, for example the environment variable
    /// <c>Services__Processing</c>; else <c>Services:{peer}:http:0</c>, which the AppHost's <c>WithReference</c> sets; else its fixed port
    /// on this host. The handler of Microsoft.Extensions.ServiceDiscovery would read the second too, but it sits below gRPC's channel
    /// and switches off the channel's own look-up of names and its balancing, which <see cref="ManyHosts"/> needs.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configured value is no absolute http, https or dns address.</exception>
    public static Uri Of(Peer peer, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var configured = configuration[$"Services:{peer}"] is { Length: > 0 } chosen ? chosen : configuration[$"Services:{peer}:http:0"];
        if (string.IsNullOrEmpty(configured))
        {
            return new Uri($"http://localhost:{FirstPort + (int)peer}");
        }

        return Uri.TryCreate(configured, UriKind.Absolute, out var address) && IsAddress(address)
            ? address
            : throw new InvalidOperationException(
                $"Services:{peer} is \"{configured}\", which is no address like http://host:port, https://host:port or dns:///host:port.");
    }

    private static bool IsAddress(Uri address) => address.Scheme switch
    {
        "http" or "https" => true,
        ManyHosts => address.LocalPath.Trim('/') is { Length: > 0 } host && !host.Contains('/', StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>A service that others call.</summary>
public enum Peer
{
    /// <summary>Processing.Grpc.</summary>
    Processing,

    /// <summary>Training.Grpc.</summary>
    Training,

    /// <summary>Inference.Grpc.</summary>
    Inference,
}
