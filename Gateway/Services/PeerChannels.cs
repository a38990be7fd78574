using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
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
        var retries = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = MaxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(50),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in services.All.SelectMany(service => service.Contract.Methods).Where(HttpRules.IsIdempotent))
        {
            retries.Names.Add(new MethodName { Service = method.Service.FullName, Method = method.Name });
        }

        options.MaxRetryAttempts = MaxAttempts;
        options.ServiceConfig = new ServiceConfig { MethodConfigs = { retries } };
        options.MaxReceiveMessageSize = MaxAnswerBytes;
        // The limit on bodies is the gateway's; the services have their own on messages.
        options.MaxSendMessageSize = null;
    }
}
