using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource has ended, or failed to start.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the application host.</param>
/// <param name="resourceEvent">What is known about the resource now.</param>
public class ResourceStoppedEvent(IResource resource, IServiceProvider services, ResourceEvent resourceEvent)
    : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the application host.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>What is known about the resource now.</summary>
    public ResourceEvent ResourceEvent { get; } = resourceEvent;
}
