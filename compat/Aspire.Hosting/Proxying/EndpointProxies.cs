using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;

namespace Aspire.Hosting.Proxying;

/// <summary>The proxies of all endpoints that have one.</summary>
internal sealed class EndpointProxies : IAsyncDisposable
{
    private readonly ConcurrentDictionary<EndpointAnnotation, EndpointProxy> _proxies = new();

    /// <summary>Listens for clients of an endpoint from now on; they are turned away until a process of it runs.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="port">The port; null for a free one.</param>
    /// <returns>The port.</returns>
    /// <exception cref="DistributedApplicationException">The port is in use.</exception>
    public int Listen(EndpointAnnotation endpoint, int? port)
    {
        var proxy = EndpointProxy.Listen(port);
        _proxies[endpoint] = proxy;
        return proxy.Port;
    }

    /// <summary>Hands clients to an instance too.</summary>
    public void Open(ResourceInstance instance)
    {
        foreach (var (endpoint, proxy) in Of(instance))
        {
            proxy.Add(instance.TargetPort(endpoint));
        }
    }

    /// <summary>Hands no more clients to an instance.</summary>
    public void Close(ResourceInstance instance)
    {
        foreach (var (endpoint, proxy) in Of(instance))
        {
            proxy.Remove(instance.TargetPort(endpoint));
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_proxies.Values.Select(proxy => proxy.DisposeAsync().AsTask()));

    private IEnumerable<(EndpointAnnotation Endpoint, EndpointProxy Proxy)> Of(ResourceInstance instance)
    {
        foreach (var endpoint in instance.Resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (_proxies.TryGetValue(endpoint, out var proxy))
            {
                yield return (endpoint, proxy);
            }
        }
    }
}
