namespace Digits.Gateway.Services;

/// <summary>Follows which services can be reached, so that a request knows how long one has been away.</summary>
internal sealed class PeerWatch(PeerChannels channels, ILogger<PeerWatch> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(channels.Links.Select(link => link.WatchAsync(logger, stoppingToken)));
}
