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

        await PublishUpdateAsync(resource, s => s with { State = new(KnownResourceStates.Waiting, KnownResourceStateStyles.Info) });
        await Task.WhenAll(waits.Select(wait => WaitForAsync(wait, cancellationToken)));
    }

    private Task WaitForAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var behavior = wait.WaitBehavior ?? DefaultWaitBehavior;
        return wait.WaitType switch
        {
            WaitType.WaitUntilHealthy => WaitForResourceHealthyAsync(wait.Resource.Name, behavior, cancellationToken),
            WaitType.WaitUntilStarted => WaitForStartAsync(wait, behavior, cancellationToken),
            WaitType.WaitForCompletion => WaitForCompletionAsync(wait, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(wait), wait.WaitType, null),
        };
    }

    private async Task WaitForStartAsync(WaitAnnotation wait, WaitBehavior behavior, CancellationToken cancellationToken) =>
        ThrowIfEnded(await WaitForResourceAsync(
            wait.Resource.Name,
            e => e.Snapshot.State?.Text == KnownResourceStates.Running
                || (behavior == WaitBehavior.StopOnResourceUnavailable && HasEnded(e)),
            cancellationToken));

    private async Task WaitForCompletionAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var ended = await WaitForResourceAsync(wait.Resource.Name, HasEnded, cancellationToken);
        if (ended.Snapshot.ExitCode != wait.ExitCode)
        {
            ThrowIfEnded(ended);
        }
    }
}
