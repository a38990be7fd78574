using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Works out the ports in a manifest, where those of all resources are different if nobody says otherwise.</summary>
internal sealed class PublishedPorts
{
    private readonly HashSet<int> _used = [];
    private int _next = 8000;

    /// <summary>The ports of a resource's endpoints; a null is left out of the manifest, and the deployment tool decides.</summary>
    public IEnumerable<(EndpointAnnotation Endpoint, int? Port, int? TargetPort)> Resolve(IResource resource, IEnumerable<EndpointAnnotation> endpoints)
    {
        var webSchemes = new HashSet<string>();
        foreach (var endpoint in endpoints)
        {
            // Only a project has a port by default, one for the first endpoint of each web scheme.
            var isDefault = resource is ProjectResource && endpoint.IsWeb && webSchemes.Add(endpoint.UriScheme);
            var target = endpoint.TargetPort ?? (resource is ContainerResource ? endpoint.Port : null);
            if (target is null && !isDefault)
            {
                target = Allocate();
            }

            Use(endpoint.Port ?? target);
            Use(target);
            yield return (endpoint, endpoint.Port == target ? null : endpoint.Port, target);
        }
    }

    private int Allocate()
    {
        while (_used.Contains(_next))
        {
            _next++;
        }

        return _next;
    }

    private void Use(int? port)
    {
        if (port is { } number)
        {
            _used.Add(number);
        }
    }
}
