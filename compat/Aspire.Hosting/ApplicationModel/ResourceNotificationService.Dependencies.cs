using Aspire.Hosting.Running;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    /// <summary>Waits for everything that a resource was told to wait for.</summary>
    /// <param name="resource">The resource that waits; its state becomes <see cref="KnownResourceStates.Waiting"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when the resource may start.</returns>
    /// <exception cref="DistributedApplicationException">A resource that it waits for failed.</exception>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        WaitAnnotation[] waits = [.. resource.Annotations.OfType<WaitAnnotation>()];
        if (waits.Length == 0)
        {
            return;
        }

        await PublishUpdateAsync(resource, Waiting);
        await WaitForAllAsync(resource, waits, cancellationToken);
    }

    /// <summary>The same for one running instance.</summary>
    internal async Task WaitForDependenciesAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        WaitAnnotation[] waits = [.. instance.Resource.Annotations.OfType<WaitAnnotation>()];
        if (waits.Length == 0)
        {
            return;
        }

        await PublishUpdateAsync(instance.Resource, instance.Id, Waiting);
        await WaitForAllAsync(instance.Resource, waits, cancellationToken);
    }

    private static CustomResourceSnapshot Waiting(CustomResourceSnapshot snapshot) =>
        snapshot with { State = new(KnownResourceStates.Waiting, KnownResourceStateStyles.Info) };

    private Task WaitForAllAsync(IResource resource, WaitAnnotation[] waits, CancellationToken cancellationToken)
    {
        var logger = _loggers.GetLogger(resource);
        return Task.WhenAll(waits.Select(async wait =>
        {
            Log.WaitsFor(logger, wait.Resource.Name, Goal(wait));

            // Every replica of the other one counts.
            await Task.WhenAll(InstanceIds(wait.Resource).Select(id => WaitForAsync(wait, id, cancellationToken)));
            Log.WaitedFor(logger, wait.Resource.Name);
        }));
    }

    private static string Goal(WaitAnnotation wait) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => "run and be healthy",
        WaitType.WaitUntilStarted => "run",
        _ => $"end with exit code {wait.ExitCode}",
    };

    private async Task WaitForAsync(WaitAnnotation wait, string id, CancellationToken cancellationToken)
    {
        var behavior = wait.WaitBehavior ?? _options.DefaultWaitBehavior;
        switch (wait.WaitType)
        {
            case WaitType.WaitUntilHealthy:
                await ReadyAsync(await WaitForInstanceAsync(id, e => IsReady(e) || IsHopeless(e, behavior), cancellationToken), cancellationToken);
                break;
            case WaitType.WaitUntilStarted:
                ThrowIfEnded(await WaitForInstanceAsync(
                    id, e => e.Snapshot.State?.Text == KnownResourceStates.Running || IsHopeless(e, behavior), cancellationToken));
                break;
            case WaitType.WaitForCompletion:
                var ended = await WaitForInstanceAsync(id, HasEnded, cancellationToken);
                if (ended.Snapshot.ExitCode != wait.ExitCode)
                {
                    ThrowIfEnded(ended);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(wait), wait.WaitType, null);
        }
    }

    private async Task<ResourceEvent> WaitForInstanceAsync(string id, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken)
    {
        await foreach (var change in WatchAsync(cancellationToken))
        {
            if (string.Equals(change.ResourceId, id, StringComparison.OrdinalIgnoreCase) && predicate(change))
            {
                return change;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }
}
