using System.Globalization;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using HttpRequest = Microsoft.AspNetCore.Http.HttpRequest;
using RpcStatus = Google.Rpc.Status;

namespace Digits.Gateway.Errors;

/// <summary>Tells a problem to a caller that speaks gRPC or gRPC-Web: a status in the headers, with no message after them.</summary>
internal static class GrpcAnswer
{
    /// <summary>The media type of gRPC, and the beginning of the ones of gRPC-Web.</summary>
    public const string ContentType = "application/grpc";

    /// <summary>The media type of gRPC-Web in base64.</summary>
    public const string TextContentType = ContentType + "-web-text";

    // Clients limit the size of headers, and the message is in them twice.
    private const int MaxMessageLength = 1000;

    // In this order, since each is a prefix of the ones before it.
    private static readonly string[] ContentTypes = [TextContentType, ContentType + "-web", ContentType];

    /// <summary>Whether the caller of a request understands gRPC statuses.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Answers with a problem; the response must not have started.</summary>
    public static void Write(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentTypes.First(
            type => context.Request.ContentType!.StartsWith(type, StringComparison.OrdinalIgnoreCase));
        var message = CallerText.Shorten(problem.Detail, MaxMessageLength);
        var status = new RpcStatus { Code = (int)StatusMapping.CodeOf(problem.Code), Message = message };
        if (problem.Reason is { } reason)
        {
            status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = RpcErrors.Domain }));
        }

        if (problem.RetryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        response.Headers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        response.Headers[RpcErrors.DetailsTrailer] = Convert.ToBase64String(status.ToByteArray());
    }
}
