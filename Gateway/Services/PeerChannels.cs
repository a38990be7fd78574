using Digits.Gateway.Errors;
using Digits.Gateway.Routing;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Digits.Gateway.Services;

/// <summary>The channels to the services, one for each process.</summary>
internal sealed class PeerChannels
{
    // A page of thumbnails or a long list of runs is more than the default of 4 MB.
    private const int MaxAnswerBytes = 64 << 20;

    // Together with the waits between them this takes about three seconds, in which a restarted service has loaded what it needs.
    private const int MaxAttempts = 10;

    private readonly Dictionary<Peer, PeerLink> _links;

    public PeerChannels(RoutedServices services, IServiceProvider provider, IOptions<GatewayOptions> options, TimeProvider time)
    {
        Made = time.GetTimestamp();
        _links = services.All.Select(service => service.Peer).Distinct().ToDictionary(
            peer => peer,
            peer => new PeerLink(peer, provider.GetRequiredKeyedService<GrpcChannel>(peer), options.Value.RestartPatience, time));
    }

    /// <summary>The clock's timestamp when the gateway started.</summary>
    public long Made { get; }

    /// <summary>All channels.</summary>
    public IReadOnlyCollection<PeerLink> Links => _links.Values;

    /// <summary>What calls to a service are made with, once it is connected; waits for a service that is just starting.</summary>
    /// <exception cref="ProblemException">The service could not be reached within <see cref="GatewayOptions.RestartPatience"/>.</exception>
    public ValueTask<CallInvoker> ReachAsync(Peer peer, CancellationToken cancellationToken) => _links[peer].ReachAsync(cancellationToken);

    /// <summary>Lets calls that are safe to repeat be repeated when a service cannot be reached. No other call is ever repeated.</summary>
    public static void Configure(GrpcChannelOptions options, RoutedServices services)
    {
        options.MaxRetryAttempts = MaxAttempts;
        options.ServiceConfig!.MethodConfigs.Add(
            Retries.Of(services.All.SelectMany(service => service.Contract.Methods).Where(HttpRules.IsIdempotent), MaxAttempts));
        options.MaxReceiveMessageSize = MaxAnswerBytes;
        // The gateway limits request bodies instead, and each service its messages.
        options.MaxSendMessageSize = null;
    }
}

/// <summary>Follows which services can be reached, so that a request knows how long a service has been away.</summary>
internal sealed class PeerWatch(PeerChannels channels, ILogger<PeerWatch> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(channels.Links.Select(link => link.WatchAsync(logger, stoppingToken)));
}

/// <summary>
/// Whether the services behind the gateway answer; those that do not are named. The result is unhealthy only while a new gateway waits for
/// them: after that, a page that shows what is missing and the services that do run are worth more than no gateway.
/// </summary>
internal sealed class PeersHealthCheck(PeerChannels channels, IOptions<GatewayOptions> options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answers = await Task.WhenAll(channels.Links.Select(async link => (link.Peer, Answers: await link.CheckAsync(cancellationToken))));
        var missing = answers.Where(answer => !answer.Answers).Select(answer => answer.Peer).ToArray();
        if (missing.Length == 0)
        {
            return HealthCheckResult.Healthy();
        }

        var text = $"No answer from {string.Join(", ", missing)}.";
        var isNew = channels.Links.Any(link => !link.HasAnswered) && time.GetElapsedTime(channels.Made) < options.Value.StartPatience;
        return isNew ? HealthCheckResult.Unhealthy(text) : HealthCheckResult.Degraded(text);
    }
}
