using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digits.AppHost;

/// <summary>
/// Prints the page's address once all services are healthy. A service that ends by itself before that is told about. Where services wait
/// for it until somebody starts it again, so does this; where they give up, there is nothing to wait for and the application ends with
/// exit code 1. A service that ends later does not concern the others.
/// </summary>
internal sealed class StartReport(
    ProjectResource page,
    IReadOnlyList<ProjectResource> services,
    ResourceNotificationService notifications,
    IOptions<ResourceNotificationServiceOptions> waiting,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private readonly Dictionary<string, string?> _states = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var starting = services.ToHashSet<IResource>();
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (change.Snapshot.HealthStatus == HealthStatus.Healthy && starting.Remove(change.Resource) && starting.Count == 0)
            {
                Console.WriteLine($"Digits is ready: {new EndpointReference(page, "http").Url}");
                return;
            }

            if (HasEndedByItself(change))
            {
                if (!GoesOn(change))
                {
                    return;
                }

                starting.Add(change.Resource);
            }
        }
    }

    private static string HowItEnded(CustomResourceSnapshot snapshot) =>
        snapshot.ExitCode is { } code ? $"ended with exit code {code}" : "failed to start";

    private bool HasEndedByItself(ResourceEvent change)
    {
        var state = change.Snapshot.State?.Text;
        _states.TryGetValue(change.ResourceId, out var before);
        _states[change.ResourceId] = state;
        return change.Resource is ProjectResource
            && state != before
            && before != KnownResourceStates.Stopping
            && KnownResourceStates.TerminalStates.Contains(state);
    }

    private bool GoesOn(ResourceEvent ended)
    {
        var what = $"{ended.Resource.Name} {HowItEnded(ended.Snapshot)}. Its lines above say why";
        if (waiting.Value.DefaultWaitBehavior == WaitBehavior.WaitOnResourceUnavailable)
        {
            Console.Error.WriteLine($"Digits waits: {what}; the dashboard can start it again.");
            return true;
        }

        Console.Error.WriteLine($"Digits cannot start: {what}.");
        Environment.ExitCode = 1;
        lifetime.StopApplication();
        return false;
    }
}
