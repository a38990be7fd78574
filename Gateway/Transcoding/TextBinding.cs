using System.Text.Json;
using Digits.Gateway.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>
/// Writes text into a field of a message: a value of a query, a form or a path. Maps and messages are given as JSON, other values as they are.
/// </summary>
internal static class TextBinding
{
    /// <summary>Whether a field takes bare text rather than JSON.</summary>
    public static bool CanBind(FieldDescriptor field) =>
        !field.IsMap
        && (field.FieldType != FieldType.Message || field.Unwrapped() != field || WellKnownTypes.HasTextForm(field.MessageType));

    /// <param name="path">The field.</param>
    /// <param name="target">The message that the path starts at.</param>
    /// <param name="text">The value; for a repeated field, one more value.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static void Write(FieldPath path, IMessage target, string text, RequestFaults faults)
    {
        var json = CanBind(path.Leaf) ? ToJson(path.Leaf, text) : text;
        // For a repeated message, the JSON may also be the whole list.
        var isElement = path.Leaf.IsRepeated && !path.Leaf.IsMap && (CanBind(path.Leaf) || !text.AsSpan().TrimStart().StartsWith('['));
        try
        {
            using var document = JsonDocument.Parse(isElement ? $"[{json}]" : json);
            new JsonMessageReader(faults).ReadField(document.RootElement, path.Leaf, path.HolderIn(target), path.JsonName);
        }
        catch (JsonException)
        {
            faults.Add(path.JsonName, path.Leaf.IsMap ? "must be a JSON object such as {\"key\": \"value\"}" : "must be JSON");
        }
    }

    // Proto JSON accepts every scalar as a string except true and false.
    private static string ToJson(FieldDescriptor field, string text) =>
        field.Unwrapped().FieldType == FieldType.Bool && text is "true" or "false" ? text : JsonSerializer.Serialize(text);
}
