using System.Text.Json;
using Grpc.Core;

namespace Digits.Gateway.Errors;

/// <summary>The names of gRPC codes and the HTTP status for each, after the "HTTP Mapping" notes of google/rpc/code.proto.</summary>
internal static class StatusMapping
{
    /// <summary>The caller closed the request; known from nginx, not in the registry of HTTP status codes.</summary>
    public const int ClientClosedRequest = 499;

    public static int ToHttpStatus(StatusCode code) => code switch
    {
        StatusCode.OK => 200,
        StatusCode.Cancelled => ClientClosedRequest,
        StatusCode.InvalidArgument => 400,
        StatusCode.DeadlineExceeded => 504,
        StatusCode.NotFound => 404,
        StatusCode.AlreadyExists => 409,
        StatusCode.PermissionDenied => 403,
        StatusCode.Unauthenticated => 401,
        StatusCode.ResourceExhausted => 429,
        // Deliberately not 412, which is about conditions in request headers.
        StatusCode.FailedPrecondition => 400,
        StatusCode.Aborted => 409,
        StatusCode.OutOfRange => 400,
        StatusCode.Unimplemented => 501,
        StatusCode.Unavailable => 503,
        _ => 500,
    };

    /// <summary>The code's name as google/rpc/code.proto writes it.</summary>
    public static string NameOf(StatusCode code) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());

    /// <summary>The code of a name as google/rpc/code.proto writes it.</summary>
    public static StatusCode CodeOf(string name) => Enum.Parse<StatusCode>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
