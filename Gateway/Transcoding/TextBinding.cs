using System.Collections;
using Digits.Gateway.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>Writes text into the field of a message that a key names; for queries, forms and path variables.</summary>
internal static class TextBinding
{
    /// <summary>Whether text can be written into a field.</summary>
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
            faults.Add(path.JsonName, "cannot be given as text");
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

    private static bool TryRead(FieldDescriptor field, string text, out object? value, out string? fault)
    {
        var bare = field.Unwrapped();
        return bare.FieldType == FieldType.Message
            ? WellKnownTypes.TryReadText(bare.MessageType, text, out value, out fault)
            : FieldText.TryRead(bare, text, out value, out fault);
    }
}
