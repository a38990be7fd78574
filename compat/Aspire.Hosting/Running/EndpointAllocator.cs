using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint its address. There is no proxy: clients connect to the port that the process listens on.</summary>
internal static class EndpointAllocator
{
    public static void Allocate(DistributedApplicationModel model)
    {
        var open = new List<EndpointAnnotation>();
        foreach (var resource in model.Resources)
        {
            var isHttp2 = resource.Annotations.OfType<Http2ServiceAnnotation>().Any();
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                if (isHttp2 && endpoint.IsWeb)
                {
                    endpoint.Transport = "http2";
                }

                if (FixedPort(endpoint) is { } port)
                {
                    Allocate(endpoint, port);
                }
                else
                {
                    open.Add(endpoint);
                }
            }
        }

        foreach (var (endpoint, port) in open.Zip(Ports.Free(open.Count)))
        {
            Allocate(endpoint, port);
        }
    }

    public static int? FixedPort(EndpointAnnotation endpoint) => endpoint.Port ?? endpoint.TargetPort;

    private static void Allocate(EndpointAnnotation endpoint, int port) =>
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, endpoint.TargetHost is "0.0.0.0" or "*" or "+" ? "localhost" : endpoint.TargetHost, port);
}
