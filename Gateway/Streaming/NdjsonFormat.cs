using System.Buffers;
using System.Text;
using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Google.Protobuf;

namespace Digits.Gateway.Streaming;

/// <summary>One JSON object a line. A stream that fails ends with the line <c>{"error": problem}</c>.</summary>
internal sealed class NdjsonFormat(ResponseShape shape) : StreamFormat(MediaType)
{
    public const string MediaType = "application/x-ndjson";

    public override void WriteMessage(IMessage message, IBufferWriter<byte> output)
    {
        Encoding.UTF8.GetBytes(shape.ToJson(message), output);
        output.Write("\n"u8);
    }

    public override bool TryWriteProblem(Problem problem, IBufferWriter<byte> output)
    {
        output.Write("{\"error\":"u8);
        output.Write(problem.ToUtf8Json());
        output.Write("}\n"u8);
        return true;
    }
}
