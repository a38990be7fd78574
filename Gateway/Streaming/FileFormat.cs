using System.Buffers;
using Digits.Gateway.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Streaming;

/// <summary>
/// The bytes of each message's <c>data</c> field one after another: a file to save. The first message's field <c>file_name</c> names
/// it, where the messages have one.
/// </summary>
/// <param name="data">The field.</param>
/// <param name="fileName">The name that a browser saves the file under when the messages do not say.</param>
internal sealed class FileFormat(FieldDescriptor data, string fileName) : IStreamFormat
{
    private readonly FieldDescriptor? _name =
        data.ContainingType.FindFieldByName("file_name") is { FieldType: FieldType.String, IsRepeated: false } field ? field : null;

    public const string MediaType = "application/octet-stream";

    public string ContentType => MediaType;

    public bool HasHeartbeat => false;

    public bool IsResumed => false;

    /// <summary>The field that makes a stream a file; null when its messages have none.</summary>
    public static FieldDescriptor? DataFieldOf(MessageDescriptor type) =>
        type.FindFieldByName("data") is { FieldType: FieldType.Bytes, IsRepeated: false } field ? field : null;

    public void WriteStart(IMessage? first, HttpResponse response, IBufferWriter<byte> output)
    {
        var name = first is null ? null : (string?)_name?.Accessor.GetValue(first);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(string.IsNullOrEmpty(name) ? fileName : name);
        response.Headers.ContentDisposition = disposition.ToString();
    }

    public void WriteMessage(IMessage message, IBufferWriter<byte> output) =>
        output.Write(((ByteString)data.Accessor.GetValue(message)).Span);

    public void WriteHeartbeat(IBufferWriter<byte> output)
    {
    }

    public void WriteEnd(IBufferWriter<byte> output)
    {
    }

    public bool TryWriteProblem(Problem problem, IBufferWriter<byte> output) => false;
}
