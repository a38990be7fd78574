using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Digits.Gateway.Errors;
using Digits.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Transcoding;

/// <summary>Reads the JSON body of a request.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 64;

    /// <summary>Whether a request has a body at all.</summary>
    public static bool IsPresent(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is not false;

    /// <returns>The JSON, which has its own memory until it is disposed, or null when the body is empty.</returns>
    /// <exception cref="ProblemException">The body is not JSON.</exception>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        if (!IsPresent(context))
        {
            return null;
        }

        EnsureJson(context.Request.ContentType);
        if (await IsEmptyAsync(context.Request.BodyReader, context.RequestAborted))
        {
            return null;
        }

        try
        {
            // This copies the body. A document over the buffers of the pipe would not be safe: as soon as the pipe is advanced, they are reused
            // for the next request.
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth };
            return await JsonDocument.ParseAsync(context.Request.Body, options, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw new ProblemException(Problems.MalformedJson(Describe(exception)));
        }
    }

    // Looks at the beginning without consuming it: only there can be seen that a chunked body is empty.
    private static async Task<bool> IsEmptyAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var result = await reader.ReadAsync(cancellationToken);
        var isEmpty = result.IsCompleted && result.Buffer.IsEmpty;
        reader.AdvanceTo(result.Buffer.Start);
        return isEmpty;
    }

    private static void EnsureJson(string? contentType)
    {
        var isJson = MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Encoding is UTF8Encoding or ASCIIEncoding);
        if (!isJson)
        {
            throw new ProblemException(Problems.UnsupportedMediaType(contentType ?? "", "application/json in UTF-8"));
        }
    }

    /// <summary>What is wrong with the JSON, and where.</summary>
    public static string Describe(JsonException exception)
    {
        // The reader's message ends in " LineNumber: 0 | BytePositionInLine: 3." and may contain advice for programmers.
        var fault = exception.Message.Split(" LineNumber:")[0].Split(" Change the reader options")[0].TrimEnd('.');
        fault = CallerText.Shorten(fault);
        return $"The body is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {fault}.";
    }
}
