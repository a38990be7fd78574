using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Proxying;

namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint the address that clients use: that of its proxy, or the process's own if it has none.</summary>
internal sealed class EndpointAllocator(EndpointProxies proxies, RunOptions options)
{
    public void Allocate(IResource resource)
    {
        var isHttp2 = resource.Annotations.OfType<Http2ServiceAnnotation>().Any();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (isHttp2 && endpoint.IsWeb)
            {
                endpoint.Transport = "http2";
            }

            var port = endpoint.IsProxied
                ? proxies.Listen(endpoint, options.RandomizePorts ? null : endpoint.Port)
                : FixedPort(endpoint) ?? Ports.Free(1)[0];
            var host = endpoint.TargetHost is "0.0.0.0" or "*" or "+" or "[::]" ? "localhost" : endpoint.TargetHost;
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, host, port);
        }
    }

    /// <summary>The port that the model gives to clients; null for a free one.</summary>
    public static int? FixedPort(EndpointAnnotation endpoint) => endpoint.IsProxied ? endpoint.Port : endpoint.Port ?? endpoint.TargetPort;
}
