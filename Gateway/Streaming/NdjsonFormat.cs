using System.Buffers;
using System.Text;
using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Google.Protobuf;

namespace Digits.Gateway.Streaming;

/// <summary>A JSON object a line. A stream that fails ends with a line <c>{"error": problem}</c>; one that does not just ends.</summary>
internal sealed class NdjsonFormat(ResponseShape shape) : IStreamFormat
{
    public const string MediaType = "application/x-ndjson";

    public string ContentType => MediaType;

    public bool HasHeartbeat => false;

    public bool IsResumed => false;

    public void WriteStart(IMessage? first, HttpResponse response, IBufferWriter<byte> output)
    {
    }

    public void WriteMessage(IMessage message, IBufferWriter<byte> output)
    {
        Encoding.UTF8.GetBytes(shape.ToJson(message), output);
        output.Write("\n"u8);
    }

    public void WriteHeartbeat(IBufferWriter<byte> output)
    {
    }

    public void WriteEnd(IBufferWriter<byte> output)
    {
    }

    public bool TryWriteProblem(Problem problem, IBufferWriter<byte> output)
    {
        output.Write("{\"error\":"u8);
        output.Write(problem.ToUtf8Json());
        output.Write("}\n"u8);
        return true;
    }
}
