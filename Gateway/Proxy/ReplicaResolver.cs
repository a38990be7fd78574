using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Digits.ServiceDefaults.Clients;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Digits.Gateway.Proxy;

/// <summary>Finds the addresses behind the name of a host.</summary>
internal delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);

/// <summary>
/// Makes a destination of every host behind an address such as <c>dns:///inference:8080</c>, as gRPC's channels do, and leaves other addresses
/// as they are. Names are looked up again every few seconds. While a lookup fails, the last known addresses stay in use.
/// </summary>
internal sealed class ReplicaResolver(HostLookup lookup, TimeProvider time) : IDestinationResolver
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IPAddress[]> _known = new();

    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>();
        IChangeToken? refresh = null;
        foreach (var (name, destination) in destinations)
        {
            var address = new Uri(destination.Address);
            if (address.Scheme != PeerAddress.ManyHosts)
            {
                resolved[name] = destination;
                continue;
            }

            refresh ??= new CancellationChangeToken(new CancellationTokenSource(RefreshInterval, time).Token);
            var service = new Uri($"http://{address.LocalPath.Trim('/')}");
            foreach (var host in await LookUpAsync(service.Host, cancellationToken))
            {
                var replica = new UriBuilder(service) { Host = host.ToString() }.Uri.ToString();
                resolved[replica] = destination with { Address = replica };
            }
        }

        return new ResolvedDestinationCollection(resolved, refresh);
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return _known[host] = await lookup(host, cancellationToken);
        }
        catch (SocketException)
        {
            return _known.GetValueOrDefault(host, []);
        }
    }
}
