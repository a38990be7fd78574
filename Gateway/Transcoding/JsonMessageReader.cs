using System.Collections;
using System.Text.Json;
using Digits.Gateway.Errors;
using Digits.ServiceDefaults.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>
/// Reads proto JSON into messages. Unlike the parser of Google.Protobuf it reports every fault, each with the path of its field.
/// </summary>
internal sealed class JsonMessageReader(RequestFaults faults)
{
    /// <param name="json">The JSON value.</param>
    /// <param name="target">The message to fill.</param>
    /// <param name="path">Where the value stands in the body; empty for the body itself.</param>
    public void ReadMessage(JsonElement json, IMessage target, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path.Length == 0 ? "body" : path, "must be a JSON object");
            return;
        }

        var seen = new HashSet<FieldDescriptor>();
        foreach (var property in json.EnumerateObject())
        {
            if (faults.IsFull)
            {
                return;
            }

            if (!TryGetName(property, out var name))
            {
                faults.Add(path.Length == 0 ? "body" : path, "has a name that is not valid Unicode");
            }
            else if (target.Descriptor.FindField(name) is not { } field)
            {
                faults.Add(Join(path, name), $"is not a known field; known are {Known(target.Descriptor)}");
            }
            else if (!seen.Add(field))
            {
                faults.Add(Join(path, name), "is given twice");
            }
            else
            {
                ReadField(property.Value, field, target, Join(path, name));
            }
        }
    }

    /// <summary>Reads the value of one field.</summary>
    public void ReadField(JsonElement json, FieldDescriptor field, IMessage target, string path)
    {
        if (json.ValueKind == JsonValueKind.Null && !WellKnownTypes.TakesNull(field))
        {
            return;
        }

        if (field.IsMap)
        {
            ReadMap(json, field, target, path);
        }
        else if (field.IsRepeated)
        {
            ReadList(json, field, target, path);
        }
        else if (OtherOf(field, target) is { } other)
        {
            faults.Add(path, $"cannot be given together with {other.JsonName}");
        }
        else if (ReadValue(json, field, path, index: -1) is { } value)
        {
            field.Accessor.SetValue(target, value);
        }
    }

    private void ReadList(JsonElement json, FieldDescriptor field, IMessage target, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            faults.Add(path, "must be a JSON array");
            return;
        }

        var list = (IList)field.Accessor.GetValue(target);
        // A query may name a list several times, one value each.
        var index = list.Count;
        foreach (var element in json.EnumerateArray())
        {
            if (faults.IsFull)
            {
                return;
            }

            if (ReadValue(element, field, path, index++) is { } value)
            {
                list.Add(value);
            }
        }
    }

    private void ReadMap(JsonElement json, FieldDescriptor field, IMessage target, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(path, "must be a JSON object");
            return;
        }

        var map = (IDictionary)field.Accessor.GetValue(target);
        var keyField = field.MessageType.FindFieldByNumber(1);
        var valueField = field.MessageType.FindFieldByNumber(2);
        foreach (var property in json.EnumerateObject())
        {
            if (faults.IsFull)
            {
                return;
            }

            if (!TryGetName(property, out var name))
            {
                faults.Add(path, "has a key that is not valid Unicode");
            }
            else if (!FieldText.TryRead(keyField, name, out var key, out var fault))
            {
                faults.Add(path, $"has the key \"{CallerText.Shorten(name)}\", which {fault}");
            }
            else if (ReadValue(property.Value, valueField, Join(path, name), index: -1) is { } value)
            {
                map[key] = value;
            }
        }
    }

    // The paths of list elements are built only where they are needed: for messages and for faults.
    private object? ReadValue(JsonElement json, FieldDescriptor field, string path, int index)
    {
        var bare = field.Unwrapped();
        if (bare.FieldType == FieldType.Message && !bare.MessageType.HasOwnJsonForm())
        {
            var message = bare.MessageType.NewMessage();
            ReadMessage(json, message, At(path, index));
            return message;
        }

        var read = bare.FieldType == FieldType.Message
            ? WellKnownTypes.TryReadJson(bare.MessageType, json.GetRawText(), out var value, out var fault)
            : JsonScalar.TryRead(json, bare, out value, out fault);
        if (!read)
        {
            faults.Add(At(path, index), fault!);
        }

        return value;
    }

    private static FieldDescriptor? OtherOf(FieldDescriptor field, IMessage target)
    {
        var other = field.RealContainingOneof?.Accessor.GetCaseFieldDescriptor(target);
        return other == field ? null : other;
    }

    private static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate such as \ud800 is half a character.
            name = "";
            return false;
        }
    }

    private static string Known(MessageDescriptor descriptor)
    {
        var names = descriptor.Fields.InDeclarationOrder().Select(field => field.JsonName).ToArray();
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }

    private static string Join(string path, string name) =>
        path.Length == 0 ? CallerText.Shorten(name) : $"{path}.{CallerText.Shorten(name)}";

    private static string At(string path, int index) => index < 0 ? path : $"{path}[{index}]";
}
