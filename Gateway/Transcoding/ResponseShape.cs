using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>
/// Writes responses as proto JSON: lowerCamelCase, values at their default written out, absent where the proto says optional.
/// </summary>
/// <param name="field">The field that stands for the whole response (<c>response_body</c>), or null.</param>
internal sealed class ResponseShape(FieldDescriptor? field)
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

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
