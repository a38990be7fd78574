using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Commands;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Running;

/// <summary>Takes the resources of the model into the running application: instances, addresses, commands, what is shown of them.</summary>
internal sealed class ResourceIntake(
    DistributedApplicationModel model,
    EndpointAllocator allocator,
    ResourceUrls urls,
    Supervisors supervisors,
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time)
{
    /// <summary>Gives every endpoint its address and every process its id.</summary>
    /// <exception cref="DistributedApplicationException">A port was taken just now.</exception>
    public void Allocate()
    {
        foreach (var resource in model.Resources)
        {
            allocator.Allocate(resource);
            if (PassiveResources.IsProcess(resource))
            {
                LifecycleCommands.AddTo(resource);
                supervisors.Add(resource);
            }
        }
    }

    /// <summary>Shows every resource and raises the first events of each.</summary>
    public async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var resource in model.Resources)
        {
            var shown = await urls.ShownAsync(resource, cancellationToken);
            foreach (var id in ResourceNotificationService.InstanceIds(resource))
            {
                await notifications.PublishUpdateAsync(resource, id, s => New(s, resource, now) with
                {
                    Relationships = [.. Relationships(resource)],
                    Urls = shown,
                });
            }

            await eventing.PublishAsync(new InitializeResourceEvent(resource, eventing, consoles, notifications, services), cancellationToken);
            if (resource.Annotations.OfType<EndpointAnnotation>().Any())
            {
                await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
            }
        }
    }

    private static CustomResourceSnapshot New(CustomResourceSnapshot snapshot, IResource resource, DateTime now) =>
        PassiveResources.IsProcess(resource) ? SnapshotOfProcess.New(snapshot, resource, now) : snapshot with { CreationTimeStamp = now };

    private static IEnumerable<RelationshipSnapshot> Relationships(IResource resource) => resource.Annotations
        .OfType<ResourceRelationshipAnnotation>()
        .Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type))
        .Distinct();
}
