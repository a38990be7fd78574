using Digits.Gateway.Transcoding;
using Digits.Gateway.Uploads;

namespace Digits.Gateway.Routing;

/// <summary>One binding of one RPC to an HTTP method and a path.</summary>
internal sealed class RestRoute
{
    public RestRoute(
        string httpMethod, PathTemplate template, RpcMethod rpc, RequestBinder binder, ResponseShape response, UploadShape? upload)
    {
        HttpMethod = httpMethod;
        Template = template;
        Rpc = rpc;
        Binder = binder;
        Response = response;
        Upload = upload;
        Endpoint = new Endpoint(null, new EndpointMetadataCollection(new RouteName(template.Text)), $"{httpMethod} {template.Text}");
    }

    public string HttpMethod { get; }

    public PathTemplate Template { get; }

    public RpcMethod Rpc { get; }

    public RequestBinder Binder { get; }

    public ResponseShape Response { get; }

    /// <summary>How files become messages, for a client stream; else null.</summary>
    public UploadShape? Upload { get; }

    /// <summary>Tells telemetry which route a request took.</summary>
    public Endpoint Endpoint { get; }

    private sealed record RouteName(string Route) : Microsoft.AspNetCore.Http.Metadata.IRouteDiagnosticsMetadata;
}
