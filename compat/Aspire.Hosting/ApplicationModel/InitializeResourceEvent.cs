using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application starts and takes up a resource; the first event of each.</summary>
/// <param name="resource">The resource.</param>
/// <param name="distributedApplicationEventing">Raises further events.</param>
/// <param name="resourceLoggerService">The consoles of the resources.</param>
/// <param name="resourceNotificationService">The states of the resources.</param>
/// <param name="services">The services of the application host.</param>
public class InitializeResourceEvent(
    IResource resource,
    IDistributedApplicationEventing distributedApplicationEventing,
    ResourceLoggerService resourceLoggerService,
    ResourceNotificationService resourceNotificationService,
    IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc/>
    public IResource Resource { get; } = resource;

    /// <summary>Raises further events.</summary>
    public IDistributedApplicationEventing Eventing { get; } = distributedApplicationEventing;

    /// <summary>Writes to the console of the resource.</summary>
    public ILogger Logger { get; } = resourceLoggerService.GetLogger(resource);

    /// <summary>The states of the resources.</summary>
    public ResourceNotificationService Notifications { get; } = resourceNotificationService;

    /// <summary>The services of the application host.</summary>
    public IServiceProvider Services { get; } = services;
}
