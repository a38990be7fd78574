using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource runs and is healthy, for the first time since it was started.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services of the application host.</param>
public class ResourceReadyEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>The services of the application host.</summary>
    public IServiceProvider Services { get; } = services;
}
