using System.Collections;
using System.Text.Json;
using Digits.Gateway.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>
/// Writes text into the field of a message that a key names; for queries, forms and path variables. A map or a message is given as JSON.
/// </summary>
internal static class TextBinding
{
    /// <summary>Whether bare text, not JSON, can be written into a field.</summary>
    public static bool CanBind(FieldDescriptor field) =>
        !field.IsMap
        && (field.FieldType != FieldType.Message || field.Unwrapped() != field || WellKnownTypes.HasTextForm(field.MessageType));

    /// <param name="path">The field.</param>
    /// <param name="target">The message that the path starts at.</param>
    /// <param name="text">The value; of a repeated field, one more.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static void Write(FieldPath path, IMessage target, string text, RequestFaults faults)
    {
        if (!CanBind(path.Leaf))
        {
            WriteJson(path, target, text, faults);
            return;
        }

        if (!TryRead(path.Leaf, text, out var value, out var fault))
        {
            faults.Add(path.JsonName, fault!);
            return;
        }

        var holder = path.HolderIn(target);
        if (path.Leaf.IsRepeated)
        {
            ((IList)path.Leaf.Accessor.GetValue(holder)).Add(value);
        }
        else
        {
            path.Leaf.Accessor.SetValue(holder, value);
        }
    }

    private static void WriteJson(FieldPath path, IMessage target, string text, RequestFaults faults)
    {
        // Of a repeated message the text is one more, or all of them.
        var single = path.Leaf.IsRepeated && !path.Leaf.IsMap && !text.AsSpan().TrimStart().StartsWith('[');
        try
        {
            using var json = JsonDocument.Parse(single ? $"[{text}]" : text);
            new JsonMessageReader(faults).ReadField(json.RootElement, path.Leaf, path.HolderIn(target), path.JsonName);
        }
        catch (JsonException)
        {
            faults.Add(path.JsonName, path.Leaf.IsMap ? "must be a JSON object such as {\"key\": \"value\"}" : "must be JSON");
        }
    }

    private static bool TryRead(FieldDescriptor field, string text, out object? value, out string? fault)
    {
        var bare = field.Unwrapped();
        return bare.FieldType == FieldType.Message
            ? WellKnownTypes.TryReadText(bare.MessageType, text, out value, out fault)
            : FieldText.TryRead(bare, text, out value, out fault);
    }
}
