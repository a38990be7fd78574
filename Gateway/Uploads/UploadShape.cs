using System.Diagnostics.CodeAnalysis;
using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Digits.Upload.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Uploads;

/// <summary>
/// The convention of digits/upload/v1/upload.proto: each message of the stream is a oneof of a settings message and a
/// <see cref="FileChunk"/>.
/// </summary>
/// <param name="requestType">The message type of the stream.</param>
/// <param name="settingsField">Its field that holds settings.</param>
/// <param name="filesField">Its field that holds pieces of files; its name is the name of file parts in a form.</param>
internal sealed class UploadShape(MessageDescriptor requestType, FieldDescriptor settingsField, FieldDescriptor filesField)
{
    public FieldDescriptor Settings => settingsField;

    public FieldDescriptor Files => filesField;

    /// <summary>Finds the shape of a client stream, or what keeps it from being an upload.</summary>
    public static bool TryRead(MethodDescriptor method, [NotNullWhen(true)] out UploadShape? shape, [NotNullWhen(false)] out string? fault)
    {
        shape = null;
        fault = null;
        var fields = method.InputType.Fields.InDeclarationOrder();
        var files = fields.Where(IsFileChunk).ToArray();
        var settings = fields.Where(field => field.FieldType == FieldType.Message && !field.IsRepeated && !IsFileChunk(field)).ToArray();
        if (method.IsServerStreaming)
        {
            fault = "a stream in both directions cannot be called over REST";
        }
        else if (fields.Count != 2 || files.Length != 1 || settings.Length != 1 || files[0].RealContainingOneof is null
            || files[0].RealContainingOneof != settings[0].RealContainingOneof)
        {
            fault = $"a client stream can be called over REST only when {method.InputType.FullName} "
                + $"is a oneof of a settings message and a {FileChunk.Descriptor.FullName}";
        }
        else
        {
            shape = new UploadShape(method.InputType, settings[0], files[0]);
        }

        return shape is not null;
    }

    public bool IsFilesField(string name) => name == Files.JsonName || name == Files.Name;

    public IMessage NewRequest() => requestType.NewMessage();

    /// <summary>The settings of a request, made where they are missing.</summary>
    public IMessage SettingsOf(IMessage request)
    {
        if (Settings.Accessor.GetValue(request) is not IMessage settings)
        {
            settings = NewSettings();
            Settings.Accessor.SetValue(request, settings);
        }

        return settings;
    }

    public IMessage NewSettings() => Settings.MessageType.NewMessage();

    /// <summary>Writes one named setting.</summary>
    public void WriteSetting(IMessage settings, string name, string text, RequestFaults faults)
    {
        if (FieldPath.TryResolve(Settings.MessageType, name, out var field))
        {
            TextBinding.Write(field, settings, text, faults);
        }
        else
        {
            var known = Settings.MessageType.Fields.InDeclarationOrder().Select(field => field.JsonName);
            faults.Add(name, $"is not a known field; known are {string.Join(", ", known)}, and {Files.JsonName} for files");
        }
    }

    /// <summary>Wraps settings or a chunk into a message of the stream.</summary>
    public IMessage Wrap(FieldDescriptor field, IMessage part)
    {
        var request = requestType.NewMessage();
        field.Accessor.SetValue(request, part);
        return request;
    }

    private static bool IsFileChunk(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && !field.IsRepeated && field.MessageType == FileChunk.Descriptor;
}
