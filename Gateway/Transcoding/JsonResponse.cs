using System.Text;

namespace Digits.Gateway.Transcoding;

/// <summary>Answers with JSON.</summary>
internal static class JsonResponse
{
    public static async Task WriteAsync(HttpContext context, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
