using System.Buffers;
using Digits.Gateway.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Streaming;

/// <summary>
/// A file to save: the bytes of the <c>data</c> fields of all messages, one after another. The field <c>file_name</c> of the first message
/// names the file, where messages have that field.
/// </summary>
/// <param name="data">The field.</param>
/// <param name="fileName">The name that a browser saves the file under when the messages do not say.</param>
internal sealed class FileFormat(FieldDescriptor data, string fileName) : StreamFormat(MediaType)
{
    public const string MediaType = "application/octet-stream";

    private readonly FieldDescriptor? _name =
        data.ContainingType.FindFieldByName("file_name") is { FieldType: FieldType.String, IsRepeated: false } field ? field : null;

    /// <summary>The field that makes a stream a file; null when its messages have none.</summary>
    public static FieldDescriptor? DataFieldOf(MessageDescriptor type) =>
        type.FindFieldByName("data") is { FieldType: FieldType.Bytes, IsRepeated: false } field ? field : null;

    public override void WriteStart(IMessage? first, HttpResponse response)
    {
        var name = first is null ? null : (string?)_name?.Accessor.GetValue(first);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(string.IsNullOrEmpty(name) ? fileName : name);
        response.Headers.ContentDisposition = disposition.ToString();
    }

    public override void WriteMessage(IMessage message, IBufferWriter<byte> output) =>
        output.Write(((ByteString)data.Accessor.GetValue(message)).Span);

    public override bool TryWriteProblem(Problem problem, IBufferWriter<byte> output) => false;
}
