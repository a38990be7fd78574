using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Transcoding;

/// <summary>Extends message descriptors by what transcoding needs.</summary>
internal static class MessageDescriptorExtensions
{
    private const int WrappedValueField = 1;

    private static readonly ConcurrentDictionary<MessageDescriptor, Dictionary<string, FieldDescriptor>> FieldsByName = new();

    private static readonly HashSet<string> Wrappers =
    [
        "google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int64Value", "google.protobuf.UInt64Value",
        "google.protobuf.Int32Value", "google.protobuf.UInt32Value", "google.protobuf.BoolValue", "google.protobuf.StringValue",
        "google.protobuf.BytesValue",
    ];

    /// <summary>A new, empty message.</summary>
    public static IMessage NewMessage(this MessageDescriptor descriptor) => descriptor.Parser.ParseFrom(ByteString.Empty);

    /// <summary>Whether the type's JSON is not an object of its fields, as with timestamps and durations.</summary>
    public static bool HasOwnJsonForm(this MessageDescriptor descriptor) => descriptor.File.Package == "google.protobuf";

    /// <summary>
    /// The field that describes a value of this field: the field itself or, for a wrapper such as Int32Value, the field inside of it. Generated
    /// code has the inner value in both cases.
    /// </summary>
    public static FieldDescriptor Unwrapped(this FieldDescriptor field) =>
        field.FieldType == FieldType.Message && Wrappers.Contains(field.MessageType.FullName)
            ? field.MessageType.FindFieldByNumber(WrappedValueField)
            : field;

    /// <summary>A field by its JSON name or by its name in the proto file; null when there is none.</summary>
    public static FieldDescriptor? FindField(this MessageDescriptor descriptor, string name) =>
        FieldsByName.GetOrAdd(descriptor, IndexFields).TryGetValue(name, out var field) ? field : null;

    private static Dictionary<string, FieldDescriptor> IndexFields(MessageDescriptor descriptor)
    {
        var fields = descriptor.Fields.InDeclarationOrder().ToDictionary(field => field.Name);
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            fields[field.JsonName] = field;
        }

        return fields;
    }
}
