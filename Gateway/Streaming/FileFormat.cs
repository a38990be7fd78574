using System.Buffers;
using Digits.Gateway.Errors;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Net.Http.Headers;

namespace Digits.Gateway.Streaming;

/// <summary>The bytes of each message's <c>data</c> field one after another: a file to save.</summary>
/// <param name="data">The field.</param>
/// <param name="fileName">The name that a browser saves the file under.</param>
internal sealed class FileFormat(FieldDescriptor data, string fileName) : IStreamFormat
{
    public const string MediaType = "application/octet-stream";

    public string ContentType => MediaType;

    /// <summary>The field that makes a stream a file; null when its messages have none.</summary>
    public static FieldDescriptor? DataFieldOf(MessageDescriptor type) =>
        type.FindFieldByName("data") is { FieldType: FieldType.Bytes, IsRepeated: false } field ? field : null;

    public void WriteStart(HttpResponse response, IBufferWriter<byte> output)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
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
