using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>
/// Writes responses as proto JSON: names in lowerCamelCase, default values written out, fields that the proto calls optional left out when
/// they are not set.
/// </summary>
/// <param name="field">The field that stands for the whole response (<c>response_body</c>), or null.</param>
internal sealed class ResponseShape(FieldDescriptor? field)
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>Answers with a message.</summary>
    public async Task WriteAsync(HttpContext context, IMessage message)
    {
        var body = Encoding.UTF8.GetBytes(ToJson(message));
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public string ToJson(IMessage message)
    {
        if (field is null)
        {
            return Formatter.Format(message);
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Formatter.WriteValue(text, field.Accessor.GetValue(message));
        return text.ToString();
    }
}
