using System.Globalization;
using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Digits.ServiceDefaults.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace Digits.Gateway.Errors;

/// <summary>The answer to a request that failed: problem details of RFC 9457 with a stable reason and the gRPC code.</summary>
internal sealed record Problem
{
    public const string ContentType = "application/problem+json";

    // The Open Inference Protocol has its own form of errors: an object with the one member "error".
    private const string OpenInferencePath = "/v2";

    // A last bound, large enough for several faults together; each text from a caller has a smaller bound of its own.
    private const int MaxDetailLength = 4000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Keeps quotes readable. That is safe, since browsers do not take this content type for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Problem(int status, string code, string detail, string? reason = null)
    {
        Title = status == StatusMapping.ClientClosedRequest ? "Client Closed Request" : ReasonPhrases.GetReasonPhrase(status);
        Status = status;
        Code = code;
        Detail = CallerText.Shorten(detail, MaxDetailLength);
        Reason = reason;
    }

    /// <summary>Always <c>about:blank</c>; programs compare <see cref="Reason"/>.</summary>
    public string Type { get; } = "about:blank";

    public string Title { get; }

    public int Status { get; }

    /// <summary>What went wrong, for a person.</summary>
    public string Detail { get; }

    /// <summary>What went wrong, for a program: UPPER_SNAKE_CASE, stable.</summary>
    public string? Reason { get; }

    /// <summary>The gRPC code's name.</summary>
    public string Code { get; }

    /// <summary>Every fault of the request, by the JSON path of its field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When the same request is worth another try; becomes the header <c>Retry-After</c>, in whole seconds.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Answers with this problem; the response must not have started.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        if (GrpcAnswer.IsWanted(context.Request))
        {
            GrpcAnswer.Write(context, this);
            return;
        }

        var isOpenInference = context.Request.Path.StartsWithSegments(OpenInferencePath);
        var body = isOpenInference ? JsonSerializer.SerializeToUtf8Bytes(new { Error = Detail }, Json) : ToUtf8Json();
        context.Response.StatusCode = Status;
        context.Response.ContentType = isOpenInference ? MediaTypeNames.Application.Json : ContentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>Ends a request with a problem that the gateway itself found.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
