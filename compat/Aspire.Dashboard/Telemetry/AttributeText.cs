using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Common.V1;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Attributes: keeps them within the limits and writes them as text.</summary>
internal static class AttributeText
{
    public static void Limit(RepeatedField<KeyValue> attributes, TelemetryLimits limits)
    {
        while (attributes.Count > limits.MaxAttributeCount)
        {
            attributes.RemoveAt(attributes.Count - 1);
        }

        foreach (var attribute in attributes)
        {
            attribute.Key = Cut(attribute.Key, limits.MaxAttributeLength);
            Limit(attribute.Value, limits);
        }
    }

    public static void Limit(AnyValue? value, TelemetryLimits limits)
    {
        if (value?.ValueCase == AnyValue.ValueOneofCase.StringValue)
        {
            value.StringValue = Cut(value.StringValue, limits.MaxAttributeLength);
        }
    }

    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        // Half a surrogate pair is no text.
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return $"{text.AsSpan(0, end)}… (cut from {text.Length} characters)";
    }

    /// <summary>The value of an attribute; null if it is not there.</summary>
    public static string? Find(IEnumerable<KeyValue> attributes, string key)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Key == key)
            {
                return Of(attribute.Value);
            }
        }

        return null;
    }

    /// <summary>Names and texts of the attributes. Of two with one name the last counts.</summary>
    public static Dictionary<string, string> Of(IEnumerable<KeyValue> attributes)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            texts[attribute.Key] = Of(attribute.Value);
        }

        return texts;
    }

    /// <summary>A value as text; lists and sets as JSON.</summary>
    public static string Of(AnyValue? value)
    {
        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.StringValue:
                return value.StringValue;
            case AnyValue.ValueOneofCase.ArrayValue:
            case AnyValue.ValueOneofCase.KvlistValue:
                var text = new StringBuilder();
                AppendJson(text, value);
                return text.ToString();
            default:
                return Scalar(value);
        }
    }

    private static string Scalar(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        _ => "",
    };

    private static void AppendJson(StringBuilder text, AnyValue? value)
    {
        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.ArrayValue:
                AppendItems(text, '[', value.ArrayValue.Values, item => AppendJson(text, item), ']');
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                AppendItems(text, '{', value.KvlistValue.Values, item =>
                {
                    text.Append(JsonSerializer.Serialize(item.Key)).Append(':');
                    AppendJson(text, item.Value);
                }, '}');
                break;
            case AnyValue.ValueOneofCase.StringValue:
            case AnyValue.ValueOneofCase.BytesValue:
                text.Append(JsonSerializer.Serialize(Of(value)));
                break;
            case AnyValue.ValueOneofCase.None or null:
                text.Append("null");
                break;
            default:
                text.Append(Scalar(value));
                break;
        }
    }

    private static void AppendItems<T>(StringBuilder text, char open, IEnumerable<T> items, Action<T> append, char close)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(',');
            }

            first = false;
            append(item);
        }

        text.Append(close);
    }
}
