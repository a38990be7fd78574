using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Finds out about resources that are no process: parameters, connection strings, external services.</summary>
internal static class PassiveResources
{
    /// <summary>Whether a resource is started as a process of this machine.</summary>
    public static bool IsProcess(IResource resource) => resource is ProjectResource or ExecutableResource;

    /// <summary>Makes sure that a resource which is no process has what others need of it.</summary>
    /// <exception cref="DistributedApplicationException">It has not, or it is something that the stand-in cannot start.</exception>
    public static async Task CheckAsync(IResource resource, CancellationToken cancellationToken)
    {
        switch (resource)
        {
            case ContainerResource:
                throw new DistributedApplicationException(
                    $"'{resource.Name}' is a container, which the stand-in for Aspire cannot start: build with -p:PackageSet=full, or run it yourself.");
            case ExternalServiceResource { UrlParameter: { } parameter }:
                if (!ExternalServiceResource.TryParse(await parameter.GetValueAsync(cancellationToken), out _, out var fault))
                {
                    throw new DistributedApplicationException($"Parameter '{parameter.Name}' is no address for external service '{resource.Name}': {fault}.");
                }

                break;
            case IValueProvider value:
                await value.GetValueAsync(cancellationToken);
                break;
            case ExternalServiceResource:
                break;
            default:
                throw new DistributedApplicationException($"Resource '{resource.Name}' is of a kind that cannot be started: {resource.GetType().Name}.");
        }
    }
}
