using Digits.Gateway.Transcoding;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Digits.Gateway.Services;

/// <summary>The channels to the services, one a process.</summary>
internal sealed class PeerChannels
{
    // A page of thumbnails or a long list of runs is more than the default of 4 MB.
    private const int MaxAnswerBytes = 64 << 20;
    private const int MaxAttempts = 4;

    private readonly Dictionary<Peer, CallInvoker> _invokers;

    public PeerChannels(RoutedServices services, IServiceProvider provider) =>
        _invokers = services.All.Select(service => service.Peer).Distinct()
            .ToDictionary(peer => peer, peer => provider.GetRequiredKeyedService<GrpcChannel>(peer).CreateCallInvoker());

    public CallInvoker this[Peer peer] => _invokers[peer];

    /// <summary>Calls that are safe to repeat are repeated when a service cannot be reached; no other call ever is.</summary>
    public static void Configure(GrpcChannelOptions options, RoutedServices services)
    {
        var retries = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = MaxAttempts,
                InitialBackoff = TimeSpan.FromMilliseconds(100),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in services.All.SelectMany(service => service.Contract.Methods).Where(HttpRules.IsIdempotent))
        {
            retries.Names.Add(new MethodName { Service = method.Service.FullName, Method = method.Name });
        }

        options.ServiceConfig = new ServiceConfig { MethodConfigs = { retries } };
        options.MaxReceiveMessageSize = MaxAnswerBytes;
        // The limit on bodies is the gateway's; the services have their own on messages.
        options.MaxSendMessageSize = null;
    }
}
