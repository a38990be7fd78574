namespace Aspire.Hosting.ApplicationModel;

/// <summary>Carries out what <c>AsHttp2Service</c> asked for.</summary>
internal static class Http2Endpoints
{
    /// <summary>Sets the transport of every web endpoint of a resource that is an HTTP/2 service, those added after the call too.</summary>
    public static void Mark(DistributedApplicationModel model)
    {
        var endpoints = model.Resources
            .Where(r => r.Annotations.OfType<Http2ServiceAnnotation>().Any())
            .SelectMany(r => r.Annotations.OfType<EndpointAnnotation>());
        foreach (var endpoint in endpoints.Where(e => e.IsWeb))
        {
            endpoint.Transport = "http2";
        }
    }
}
