using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Running;

/// <summary>Finds what would keep the application from starting, before anything is started.</summary>
internal sealed class StartupCheck(DistributedApplicationModel model, IOptions<HealthCheckServiceOptions> healthChecks)
{
    /// <summary>Throws with a line for each fault, if there are any.</summary>
    /// <exception cref="DistributedApplicationException">Something is wrong.</exception>
    public void Run()
    {
        string[] faults = [.. model.Resources.SelectMany(Faults), .. SharedPorts()];
        if (faults.Length > 0)
        {
            throw new DistributedApplicationException(string.Join(Environment.NewLine, faults));
        }
    }

    private static IEnumerable<string> ProjectFaults(IResource resource)
    {
        if (resource is not ProjectResource)
        {
            yield break;
        }

        var project = resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath;
        var output = resource.Annotations.OfType<ProjectOutputAnnotation>().Single().TargetPath;
        if (!File.Exists(project))
        {
            yield return $"The project of resource '{resource.Name}' is missing: {project}";
        }
        else if (output is null)
        {
            yield return $"The project of resource '{resource.Name}' is not built with the application host: {project}";
        }
        else if (!File.Exists(output))
        {
            yield return $"The project of resource '{resource.Name}' is not built: {output} is missing";
        }
    }

    private static IEnumerable<string> EndpointFaults(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint is { Port: { } port, TargetPort: { } target } && port != target)
            {
                yield return $"Endpoint '{endpoint.Name}' of resource '{resource.Name}' has port {port} and target port {target}, "
                    + "which takes a proxy between them; the stand-in for Aspire has none";
            }
            else if (EndpointAllocator.FixedPort(endpoint) is { } wanted)
            {
                if (wanted is < 1 or > 65535)
                {
                    yield return $"Endpoint '{endpoint.Name}' of resource '{resource.Name}' has port {wanted}; ports go from 1 to 65535";
                }
                else if (!Ports.IsFree(wanted))
                {
                    yield return $"Port {wanted} for resource '{resource.Name}' is in use by another program";
                }
            }
        }
    }

    private IEnumerable<string> Faults(IResource resource)
    {
        var checks = healthChecks.Value.Registrations.Select(r => r.Name).ToHashSet();
        return
        [
            .. ProjectFaults(resource),
            .. EndpointFaults(resource),
            .. resource.Annotations.OfType<HealthCheckAnnotation>().Where(a => !checks.Contains(a.Key))
                .Select(a => $"Resource '{resource.Name}' refers to a health check '{a.Key}' that is not registered"),
            .. resource.Annotations.OfType<WaitAnnotation>().Where(w => !model.Resources.Contains(w.Resource))
                .Select(w => $"Resource '{resource.Name}' waits for '{w.Resource.Name}', which is not part of the application"),
        ];
    }

    private IEnumerable<string> SharedPorts() =>
        from resource in model.Resources
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        let port = EndpointAllocator.FixedPort(endpoint)
        where port is not null
        group resource.Name by port into users
        where users.Count() > 1
        select $"Port {users.Key} is given to more than one endpoint: {string.Join(", ", users.Select(name => $"'{name}'"))}";
}
