using System.Buffers;
using System.Text;
using System.Text.Json;
using Digits.Gateway.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Transcoding;

/// <summary>Reads the JSON body of a request.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether a request has a body at all.</summary>
    public static bool IsPresent(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is not false;

    /// <returns>The JSON, or null when the body is empty.</returns>
    /// <exception cref="ProblemException">The body is not JSON.</exception>
    public static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        if (!IsPresent(context))
        {
            return null;
        }

        EnsureJson(context.Request.ContentType);
        var reader = context.Request.BodyReader;
        var result = await reader.ReadAsync(context.RequestAborted);
        while (!result.IsCompleted)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync(context.RequestAborted);
        }

        try
        {
            return result.Buffer.IsEmpty ? null : Parse(result.Buffer);
        }
        finally
        {
            reader.AdvanceTo(result.Buffer.End);
        }
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

    private static JsonDocument Parse(ReadOnlySequence<byte> bytes)
    {
        if (StartsWithMark(bytes))
        {
            bytes = bytes.Slice(ByteOrderMark.Length);
        }

        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            throw new ProblemException(Problems.MalformedJson(Describe(exception)));
        }
    }

    private static bool StartsWithMark(ReadOnlySequence<byte> bytes)
    {
        Span<byte> start = stackalloc byte[ByteOrderMark.Length];
        if (bytes.Length < start.Length)
        {
            return false;
        }

        bytes.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual(ByteOrderMark);
    }

    // The reader's message ends in " LineNumber: 0 | BytePositionInLine: 3." and may give advice to its programmer.
    private static string Describe(JsonException exception)
    {
        var fault = exception.Message.Split(" LineNumber:")[0].Split(" Change the reader options")[0].TrimEnd('.');
        return $"The body is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {fault}.";
    }
}
