using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Digits.AppHost;

/// <summary>
/// Prints the page's address once the gateway is healthy. If a service ends before that, ends the application too, with exit code 1:
/// the others would wait for it in vain. A service that ends later does not concern the others.
/// </summary>
internal sealed class StartReport(
    ProjectResource gateway, ResourceNotificationService notifications, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (ReferenceEquals(change.Resource, gateway) && change.Snapshot.HealthStatus == HealthStatus.Healthy)
            {
                Console.WriteLine($"Digits is ready: {new EndpointReference(gateway, "http").Url}");
                return;
            }

            if (change.Resource is ProjectResource && KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text))
            {
                Console.Error.WriteLine($"Digits cannot start: {change.Resource.Name} {HowItEnded(change.Snapshot)}. Its lines above say why.");
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
        }
    }

    private static string HowItEnded(CustomResourceSnapshot snapshot) =>
        snapshot.ExitCode is { } code ? $"ended with exit code {code}" : "failed to start";
}
