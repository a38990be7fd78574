using Digits.ServiceDefaults.Clients;
using Digits.ServiceDefaults.Errors;

namespace Digits.Gateway.Errors;

/// <summary>Every problem that the gateway finds by itself, without asking a service.</summary>
internal static class Problems
{
    public static Problem UnknownRoute(string path) =>
        new(404, "NOT_FOUND", $"There is nothing at {Quote(path)}.", "UNKNOWN_ROUTE");

    public static Problem MethodNotAllowed(string method, string path, string allowed) =>
        new(405, "UNIMPLEMENTED", $"{Quote(method)} is not possible at {Quote(path)}; {allowed} is.", "METHOD_NOT_ALLOWED");

    public static Problem NotAcceptable(IEnumerable<string> offered) =>
        new(
            406,
            "INVALID_ARGUMENT",
            $"The Accept header rules out all that this address can send: {string.Join(", ", offered)}.",
            "NOT_ACCEPTABLE");

    public static Problem BodyTooLarge(long? limit) =>
        new(
            413,
            "INVALID_ARGUMENT",
            limit is { } bytes ? $"The body is larger than {Size(bytes)}." : "The body is too large.",
            "BODY_TOO_LARGE");

    public static Problem UnsupportedMediaType(string given, string wanted) =>
        new(
            415,
            "INVALID_ARGUMENT",
            $"The body is {(given.Length == 0 ? "sent without a Content-Type" : Quote(given))}; send {wanted}.",
            "UNSUPPORTED_MEDIA_TYPE");

    public static Problem MalformedJson(string detail) => new(400, "INVALID_ARGUMENT", detail, "MALFORMED_JSON");

    public static Problem MalformedUpload(string detail) => new(400, "INVALID_ARGUMENT", detail, "MALFORMED_UPLOAD");

    public static Problem UnexpectedBody() =>
        new(400, "INVALID_ARGUMENT", "This address takes no body; give its fields as query parameters.", "UNEXPECTED_BODY");

    public static Problem ForeignOrigin(string origin) =>
        new(403, "PERMISSION_DENIED", $"Pages of {Quote(origin)} may not use this API.", "FOREIGN_ORIGIN");

    public static Problem UnknownHost(string host) =>
        new(
            StatusCodes.Status421MisdirectedRequest,
            "PERMISSION_DENIED",
            $"The gateway is not known as {Quote(host)}. If it should be, add that name to its setting AllowedHosts.",
            "UNKNOWN_HOST");

    public static Problem TooMany(string what, string reason, TimeSpan retryAfter) =>
        new(429, "RESOURCE_EXHAUSTED", $"Too many {what} are under way at once. Try again when some of them are over.", reason) { RetryAfter = retryAfter };

    public static Problem ServiceAway(Peer service) =>
        new(
            503,
            "UNAVAILABLE",
            $"The {service} service does not run or cannot be reached. Start it from the Aspire dashboard, with "
                + $"\"dotnet run --project {service}.Grpc\" or in your cluster, then try again.",
            "SERVICE_NOT_RUNNING")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    public static Problem BadTransfer(BadHttpRequestException exception, long? limit) => exception.StatusCode switch
    {
        413 => BodyTooLarge(limit),
        408 => new Problem(408, "CANCELLED", "The body arrived too slowly.", "BODY_TOO_SLOW"),
        var status => MalformedRequest(status),
    };

    public static Problem MalformedRequest(int status) =>
        new(status, "INVALID_ARGUMENT", "The request broke off or is not valid HTTP.", "MALFORMED_REQUEST");

    public static Problem Ending() =>
        new(503, "UNAVAILABLE", "The gateway is being stopped or restarted. Ask again for what is left.", "GATEWAY_ENDING")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    public static Problem Unexpected() =>
        new(500, "INTERNAL", "Something went wrong in the gateway; its log tells more.", "INTERNAL");

    // Bounds every text that a caller wrote.
    private static string Quote(string text) => CallerText.Shorten(text);

    private static string Size(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes} bytes";
}
