using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Projects;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Running;

/// <summary>Finds what would keep the application from starting, before anything is started.</summary>
internal sealed class StartupCheck(
    DistributedApplicationModel model, IOptions<HealthCheckServiceOptions> healthChecks, RunOptions options, DashboardSettings dashboard)
{
    /// <summary>Throws with a line for each fault, if there are any.</summary>
    /// <exception cref="DistributedApplicationException">Something is wrong.</exception>
    public void Run()
    {
        string[] faults = [.. model.Resources.SelectMany(Faults), .. SharedPorts(), .. DashboardCheck.Faults(dashboard)];
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

    private IEnumerable<string> EndpointFaults(IResource resource)
    {
        var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var name = $"Endpoint '{endpoint.Name}' of resource '{resource.Name}'";
            if ((OutOfRange(endpoint.Port) ?? OutOfRange(endpoint.TargetPort)) is { } wrong)
            {
                yield return $"{name} has port {wrong}; ports go from 1 to 65535";
            }
            else if (endpoint is { IsProxied: true, Port: { } proxyPort, TargetPort: { } listenPort } && proxyPort == listenPort)
            {
                yield return $"{name} has port {proxyPort} for the proxy and for the process; leave one of them out, or set isProxied to false";
            }
            else if (endpoint is { IsProxied: false, Port: { } port, TargetPort: { } target } && port != target)
            {
                yield return $"{name} has port {port} and target port {target}, which takes a proxy between them, and isProxied is false";
            }
            else if (replicas > 1 && (!endpoint.IsProxied || endpoint.TargetPort is not null))
            {
                yield return $"{name} has {replicas} replicas, which cannot all listen on one port; "
                    + (endpoint.IsProxied ? "leave the target port out" : "leave isProxied true");
            }
            else if (UsedPort(endpoint) is { } used && !Ports.IsFree(used))
            {
                yield return $"Port {used} for resource '{resource.Name}' is in use by another program";
            }
        }
    }

    private static int? OutOfRange(int? port) => port is < 1 or > 65535 ? port : null;

    private int? UsedPort(EndpointAnnotation endpoint) =>
        endpoint.IsProxied && options.RandomizePorts ? null : EndpointAllocator.FixedPort(endpoint);

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
        let port = UsedPort(endpoint)
        where port is not null
        group resource.Name by port into users
        where users.Count() > 1
        select $"Port {users.Key} is given to more than one endpoint: {string.Join(", ", users.Select(name => $"'{name}'"))}";
}
