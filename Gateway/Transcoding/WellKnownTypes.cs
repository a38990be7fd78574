using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Digits.Gateway.Transcoding;

/// <summary>Reads messages whose JSON is not an object of their fields: timestamps, durations, field masks, structs.</summary>
internal static class WellKnownTypes
{
    /// <summary>Whether a null is a value of the field, not its absence.</summary>
    public static bool TakesNull(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType == Value.Descriptor,
        FieldType.Enum => field.EnumType.FullName == "google.protobuf.NullValue",
        _ => false,
    };

    /// <summary>Whether the type can be written as bare text, in a query or a form.</summary>
    public static bool HasTextForm(MessageDescriptor type) =>
        type == Timestamp.Descriptor || type == Duration.Descriptor || type == FieldMask.Descriptor;

    public static bool TryReadText(
        MessageDescriptor type, string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? fault) =>
        TryReadJson(type, JsonSerializer.Serialize(text), out value, out fault);

    public static bool TryReadJson(
        MessageDescriptor type, string json, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            value = JsonParser.Default.Parse(json, type);
            fault = null;
            return true;
        }
        catch (Exception exception) when (
            exception is IOException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            value = null;
            fault = Wanted(type);
            return false;
        }
    }

    private static string Wanted(MessageDescriptor type)
    {
        if (type == Timestamp.Descriptor)
        {
            return "must be a time such as \"2026-01-31T09:00:00Z\"";
        }

        if (type == Duration.Descriptor)
        {
            return "must be a duration such as \"1.5s\"";
        }

        return type == FieldMask.Descriptor ? "must be field names separated by commas" : $"is not a {type.FullName}";
    }
}
