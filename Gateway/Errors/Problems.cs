namespace Digits.Gateway.Errors;

/// <summary>Every problem that the gateway finds by itself, without asking a service.</summary>
internal static class Problems
{
    public static Problem UnknownRoute(string path) =>
        new(404, "NOT_FOUND", $"There is nothing at {path}.", "UNKNOWN_ROUTE");

    public static Problem MethodNotAllowed(string method, string path, string allowed) =>
        new(405, "UNIMPLEMENTED", $"{method} is not possible at {path}; {allowed} is.", "METHOD_NOT_ALLOWED");

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
            $"The body is {(given.Length == 0 ? "sent without a Content-Type" : given)}; send {wanted}.",
            "UNSUPPORTED_MEDIA_TYPE");

    public static Problem MalformedJson(string detail) => new(400, "INVALID_ARGUMENT", detail, "MALFORMED_JSON");

    public static Problem MalformedUpload(string detail) => new(400, "INVALID_ARGUMENT", detail, "MALFORMED_UPLOAD");

    public static Problem UnexpectedBody() =>
        new(400, "INVALID_ARGUMENT", "This address takes no body; give its fields as query parameters.", "UNEXPECTED_BODY");

    public static Problem ForeignOrigin(string origin) =>
        new(403, "PERMISSION_DENIED", $"Pages of {origin} may not use this API.", "FOREIGN_ORIGIN");

    public static Problem BadTransfer(BadHttpRequestException exception, long? limit) => exception.StatusCode switch
    {
        413 => BodyTooLarge(limit),
        408 => new Problem(408, "CANCELLED", "The body arrived too slowly.", "BODY_TOO_SLOW"),
        var status => new Problem(status, "INVALID_ARGUMENT", "The request broke off or is not valid HTTP.", "MALFORMED_REQUEST"),
    };

    public static Problem Unexpected() =>
        new(500, "INTERNAL", "Something went wrong in the gateway; its log tells more.", "INTERNAL");

    private static string Size(long bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes} bytes";
}
