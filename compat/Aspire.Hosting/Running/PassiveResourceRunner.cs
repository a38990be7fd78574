using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Takes up the resources that are no process: they run once it is known that others find in them what they need.</summary>
internal sealed class PassiveResourceRunner(
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time,
    ILogger<DistributedApplication> logger)
{
    /// <summary>Shows the resource as running, or why it cannot be.</summary>
    public async Task StartAsync(IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await PassiveResources.CheckAsync(resource, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ResourceFailedToStart(logger, resource.Name, fault.Message);
            consoles.Append(resource.Name, fault.Message, isError: true);
            await notifications.PublishUpdateAsync(
                resource, s => s with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error) });
            return;
        }

        if (resource is IResourceWithConnectionString)
        {
            await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
        }

        var value = resource is ParameterResource parameter ? await parameter.GetValueAsync(cancellationToken) : null;
        await notifications.PublishUpdateAsync(resource, s => Shown(s, resource, value) with
        {
            State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            Urls = [.. s.Urls.Select(u => u with { IsInactive = false })],
        });
        var ready = new EventSnapshot(eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken));
        await notifications.PublishUpdateAsync(resource, s => s with { ResourceReadyEvent = ready });
    }

    private static CustomResourceSnapshot Shown(CustomResourceSnapshot snapshot, IResource resource, string? value) =>
        resource is ParameterResource parameter ? snapshot.WithProperty("Value", value, parameter.Secret) : snapshot;
}
