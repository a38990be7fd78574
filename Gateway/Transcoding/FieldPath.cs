using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>A way through nested messages to one field, for example <c>settings.splitRatio</c>.</summary>
internal sealed class FieldPath
{
    private readonly FieldDescriptor[] _fields;

    private FieldPath(FieldDescriptor[] fields)
    {
        _fields = fields;
        JsonName = string.Join('.', fields.Select(field => field.JsonName));
    }

    /// <summary>The path in JSON names.</summary>
    public string JsonName { get; }

    /// <summary>The field at the end.</summary>
    public FieldDescriptor Leaf => _fields[^1];

    /// <summary>Finds a path whose parts are JSON names or proto names. Only singular messages can be passed through.</summary>
    public static bool TryResolve(MessageDescriptor root, string text, [NotNullWhen(true)] out FieldPath? path)
    {
        path = null;
        var names = text.Split('.');
        var fields = new FieldDescriptor[names.Length];
        var message = root;
        for (var i = 0; i < names.Length; i++)
        {
            if (message?.FindField(names[i]) is not { } field)
            {
                return false;
            }

            fields[i] = field;
            var passable = field.FieldType == FieldType.Message && !field.IsRepeated && !field.MessageType.HasOwnJsonForm();
            message = passable ? field.MessageType : null;
        }

        path = new FieldPath(fields);
        return true;
    }

    /// <summary>Whether one of the two paths leads through the other's field.</summary>
    public bool Overlaps(FieldPath other)
    {
        var shared = Math.Min(_fields.Length, other._fields.Length);
        return _fields.AsSpan(0, shared).SequenceEqual(other._fields.AsSpan(0, shared));
    }

    /// <summary>The message that holds the field at the end, made where it is missing.</summary>
    public IMessage HolderIn(IMessage root)
    {
        var holder = root;
        foreach (var field in _fields.AsSpan(0, _fields.Length - 1))
        {
            if (field.Accessor.GetValue(holder) is not IMessage child)
            {
                child = field.MessageType.NewMessage();
                field.Accessor.SetValue(holder, child);
            }

            holder = child;
        }

        return holder;
    }
}
