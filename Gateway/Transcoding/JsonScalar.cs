using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>Reads one JSON value as a scalar or enum.</summary>
internal static class JsonScalar
{
    /// <inheritdoc cref="FieldText.TryRead"/>
    public static bool TryRead(JsonElement json, FieldDescriptor field, out object? value, out string? fault)
    {
        value = null;
        fault = Mismatch(json.ValueKind, field);
        if (fault is not null)
        {
            return false;
        }

        try
        {
            return TryReadMatching(json, field, out value, out fault);
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone is half a character.
            fault = "is not valid Unicode";
            return false;
        }
    }

    private static bool TryReadMatching(JsonElement json, FieldDescriptor field, out object? value, out string? fault)
    {
        fault = null;
        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                value = json.GetBoolean();
                return true;
            case JsonValueKind.Null:
                // Only google.protobuf.NullValue gets here, and it has one value.
                value = 0;
                return true;
            case JsonValueKind.String when field.FieldType == FieldType.Bytes && json.TryGetBytesFromBase64(out var bytes):
                value = UnsafeByteOperations.UnsafeWrap(bytes);
                return true;
            case JsonValueKind.String:
                return FieldText.TryRead(field, json.GetString()!, out value, out fault);
            default:
                return FieldText.TryRead(field, json.GetRawText(), out value, out fault);
        }
    }

    private static string? Mismatch(JsonValueKind kind, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => kind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false",
        FieldType.String => kind is JsonValueKind.String ? null : "must be a string",
        FieldType.Bytes => kind is JsonValueKind.String ? null : "must be a string in base64",
        FieldType.Enum => kind switch
        {
            JsonValueKind.String or JsonValueKind.Number => null,
            JsonValueKind.Null when WellKnownTypes.TakesNull(field) => null,
            _ => "must be the name of a value",
        },
        FieldType.Double or FieldType.Float => kind is JsonValueKind.Number or JsonValueKind.String ? null : "must be a number",
        _ => kind is JsonValueKind.Number or JsonValueKind.String ? null : "must be a whole number",
    };
}
