using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Digits.AppHost;

/// <summary>
/// Prints the page's address once all services are healthy, and the name of a service that ends before that. The dashboard shows its
/// console and can start it again.
/// </summary>
internal sealed class ReadyLine(EndpointReference page, IReadOnlyList<ProjectResource> services, ResourceNotificationService notifications)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(services.Select(service => WaitForAsync(service, stoppingToken)));
        Console.WriteLine($"Digits is ready: {page.Url}");
    }

    private async Task WaitForAsync(ProjectResource service, CancellationToken stoppingToken)
    {
        while (true)
        {
            var change = await notifications.WaitForResourceAsync(service.Name, IsHealthyOrEnded, stoppingToken);
            if (IsHealthy(change))
            {
                return;
            }

            Console.Error.WriteLine($"{service.Name} {HowItEnded(change.Snapshot)}; its console in the dashboard says why.");
            await notifications.WaitForResourceAsync(service.Name, next => !IsEnded(next), stoppingToken);
        }
    }

    private static bool IsHealthyOrEnded(ResourceEvent change) => IsHealthy(change) || IsEnded(change);

    private static bool IsHealthy(ResourceEvent change) =>
        change.Snapshot.HealthStatus == HealthStatus.Healthy;

    private static bool IsEnded(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text);

    private static string HowItEnded(CustomResourceSnapshot snapshot) =>
        snapshot.ExitCode is { } code ? $"ended with exit code {code}" : "failed to start";
}
