namespace Digits.ServiceDefaults.Telemetry;

/// <summary>Names of span attributes: OpenTelemetry's semantic conventions, and what the gRPC packages write.</summary>
internal static class SpanTags
{
    public const string UrlPath = "url.path";
    public const string HttpMethod = "http.request.method";
    public const string HttpRoute = "http.route";
    public const string HttpStatus = "http.response.status_code";
    public const string ErrorType = "error.type";

    public const string RpcSystem = "rpc.system";
    public const string RpcService = "rpc.service";
    public const string RpcMethod = "rpc.method";
    public const string RpcStatus = "rpc.grpc.status_code";

    /// <summary>Written by Grpc.Net.Client and Grpc.AspNetCore.Server: <c>/package.Service/Method</c>.</summary>
    public const string GrpcMethod = "grpc.method";

    /// <summary>Written by Grpc.Net.Client and Grpc.AspNetCore.Server: the status code's number as text.</summary>
    public const string GrpcStatus = "grpc.status_code";
}
