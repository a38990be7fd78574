using Digits.Gateway.Transcoding;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Net.Client;

namespace Digits.Gateway.Services;

/// <summary>The channels to the services, one a process.</summary>
internal sealed class PeerChannels
{
    // A page of thumbnails or a long list of runs is more than the default of 4 MB.
    private const int MaxAnswerBytes = 64 << 20;

    private readonly Dictionary<Peer, CallInvoker> _invokers;

    public PeerChannels(RoutedServices services, IServiceProvider provider) =>
        _invokers = services.All.Select(service => service.Peer).Distinct()
            .ToDictionary(peer => peer, peer => provider.GetRequiredKeyedService<PeerCalls>(peer).Invoker);

    public CallInvoker this[Peer peer] => _invokers[peer];

    /// <summary>Calls that are safe to repeat are repeated when a service cannot be reached; no other call ever is.</summary>
    public static void Configure(GrpcChannelOptions options, RoutedServices services)
    {
        var repeatable = services.All.SelectMany(service => service.Contract.Methods).Where(HttpRules.IsIdempotent);
        options.ServiceConfig!.MethodConfigs.Add(Retries.Of(repeatable));
        options.MaxReceiveMessageSize = MaxAnswerBytes;
        // The limit on bodies is the gateway's; the services have their own on messages.
        options.MaxSendMessageSize = null;
    }
}

/// <summary>Calls to one service, made from its descriptors and not by a generated client.</summary>
internal sealed class PeerCalls(CallInvoker invoker)
{
    public CallInvoker Invoker { get; } = invoker;
}
