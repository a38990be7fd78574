using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>Reads the value of a scalar or enum field from text, as paths, queries, forms and JSON write it.</summary>
internal static class FieldText
{
    private const NumberStyles Integer = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <param name="field">The field; a wrapper's inner field for a wrapper.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value in the type that the field's accessor takes.</param>
    /// <param name="fault">What is wrong, as the rest of a sentence that the field's name begins.</param>
    public static bool TryRead(
        FieldDescriptor field, string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? fault)
    {
        (value, fault) = field.FieldType switch
        {
            FieldType.String => (text, null),
            FieldType.Bool => ReadBool(text),
            FieldType.Bytes => ReadBytes(text),
            FieldType.Enum => ReadEnum(field.EnumType, text),
            FieldType.Double => ReadDouble(text),
            FieldType.Float => ReadFloat(text),
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 =>
                ReadInteger(text, int.MinValue, int.MaxValue, number => (int)number),
            FieldType.UInt32 or FieldType.Fixed32 =>
                ReadInteger(text, uint.MinValue, uint.MaxValue, number => (uint)number),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 =>
                ReadInteger(text, long.MinValue, long.MaxValue, number => (long)number),
            FieldType.UInt64 or FieldType.Fixed64 =>
                ReadInteger(text, ulong.MinValue, ulong.MaxValue, number => (ulong)number),
            _ => ((object?)null, "cannot be given as text"),
        };
        return fault is null;
    }

    private static (object?, string?) ReadBool(string text) => text switch
    {
        "true" => (true, null),
        "false" => (false, null),
        _ => (null, "must be true or false"),
    };

    private static (object?, string?) ReadBytes(string text)
    {
        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        standard = standard.PadRight((standard.Length + 3) / 4 * 4, '=');
        var bytes = new byte[standard.Length / 4 * 3];
        return Convert.TryFromBase64String(standard, bytes, out var length)
            ? (UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(0, length)), null)
            : (null, "must be base64");
    }

    private static (object?, string?) ReadEnum(EnumDescriptor type, string text)
    {
        var value = type.FindValueByName(text);
        if (value is null && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = type.FindValueByNumber(number);
        }

        // The accessor takes an int for any enum.
        return value is null
            ? (null, $"must be one of {string.Join(", ", type.Values.Select(known => known.Name))}")
            : (value.Number, null);
    }

    private static (object?, string?) ReadInteger(string text, decimal min, decimal max, Func<decimal, object> convert)
    {
        if (!decimal.TryParse(text, Integer, CultureInfo.InvariantCulture, out var number))
        {
            var isNumber = double.TryParse(text, Integer, CultureInfo.InvariantCulture, out _);
            return (null, isNumber ? $"must be from {min} to {max}" : "must be a whole number");
        }

        if (decimal.Truncate(number) != number)
        {
            return (null, "must be a whole number");
        }

        return number < min || number > max ? (null, $"must be from {min} to {max}") : (convert(number), null);
    }

    private static (object?, string?) ReadDouble(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return (null, "must be a number");
        }

        // Parsing turns 1e999 into infinity, which the caller did not write.
        return double.IsInfinity(number) && char.IsAsciiDigit(text[^1]) ? (null, "is too large for a double") : (number, null);
    }

    private static (object?, string?) ReadFloat(string text)
    {
        var (value, fault) = ReadDouble(text);
        if (value is not double number)
        {
            return (null, fault);
        }

        return double.IsFinite(number) && float.IsInfinity((float)number) ? (null, "is too large for a float") : ((float)number, null);
    }
}

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
            // A lone surrogate such as \ud800 is half a character.
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
                // Only a field of google.protobuf.NullValue gets here; that enum has one value.
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
