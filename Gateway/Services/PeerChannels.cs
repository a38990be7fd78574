using Digits.Gateway.Errors;
using Digits.Gateway.Routing;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Services;

/// <summary>The channels to the services, one a process.</summary>
internal sealed class PeerChannels
{
    // A page of thumbnails or a long list of runs is more than the default of 4 MB.
    private const int MaxAnswerBytes = 64 << 20;

    // With the waits between them about three seconds: as long as a service that is up again may still be loading.
    private const int MaxAttempts = 10;

    private readonly Dictionary<Peer, PeerLink> _links;

    public PeerChannels(RoutedServices services, IServiceProvider provider, IOptions<GatewayOptions> options, TimeProvider time)
    {
        Made = time.GetTimestamp();
        _links = services.All.Select(service => service.Peer).Distinct().ToDictionary(
            peer => peer,
            peer => new PeerLink(peer, provider.GetRequiredKeyedService<GrpcChannel>(peer), options.Value.RestartPatience, time));
    }

    /// <summary>The clock's timestamp of the start.</summary>
    public long Made { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<PeerLink> Links => _links.Values;

    /// <summary>Makes calls to a service, which is connected then; waits for one that starts.</summary>
    /// <exception cref="ProblemException">It has not come up within <see cref="GatewayOptions.RestartPatience"/>.</exception>
    public ValueTask<CallInvoker> ReachAsync(Peer peer, CancellationToken cancellationToken) => _links[peer].ReachAsync(cancellationToken);

    /// <summary>Calls that are safe to repeat are repeated when a service cannot be reached; no other call ever is.</summary>
    public static void Configure(GrpcChannelOptions options, RoutedServices services)
    {
        options.MaxRetryAttempts = MaxAttempts;
        options.ServiceConfig!.MethodConfigs.Add(
            Retries.Of(services.All.SelectMany(service => service.Contract.Methods).Where(HttpRules.IsIdempotent), MaxAttempts));
        options.MaxReceiveMessageSize = MaxAnswerBytes;
        // The limit on bodies is the gateway's; the services have their own on messages.
        options.MaxSendMessageSize = null;
    }
}
