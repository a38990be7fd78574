using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The endpoints of a resource have their addresses for this run.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the application host.</param>
public class ResourceEndpointsAllocatedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the application host.</summary>
    public IServiceProvider Services { get; } = services;
}
