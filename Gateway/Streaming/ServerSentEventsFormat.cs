using System.Buffers;
using System.Globalization;
using System.Text;
using Digits.Gateway.Errors;
using Digits.Gateway.Transcoding;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Streaming;

/// <summary>
/// Server-sent events: <c>id</c> is the message's field <c>sequence</c>, <c>event</c> the name of the field that is set in its oneof, and
/// <c>data</c> its JSON. The last event is <c>end</c>, or <c>error</c> with a problem; after both an EventSource must be closed, or it
/// connects again.
/// </summary>
internal sealed class ServerSentEventsFormat : StreamFormat
{
    public const string MediaType = "text/event-stream";

    private readonly ResponseShape _shape;
    private readonly FieldDescriptor? _sequence;
    private readonly OneofDescriptor? _oneof;

    public ServerSentEventsFormat(ResponseShape shape, MessageDescriptor type)
        : base(MediaType)
    {
        _shape = shape;
        _sequence = type.FindField("sequence") is { IsRepeated: false, FieldType: not FieldType.Message } field ? field : null;
        _oneof = type.Oneofs.FirstOrDefault(oneof => !oneof.IsSynthetic);
    }

    public override bool HasHeartbeat => true;

    public override bool IsResumed => true;

    public override void WriteStart(IMessage? first, HttpResponse response)
    {
        // nginx would buffer the events otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        response.BodyWriter.Write("retry: 1000\n\n"u8);
    }

    public override void WriteMessage(IMessage message, IBufferWriter<byte> output)
    {
        if (_sequence is not null)
        {
            Write(output, "id", Convert.ToString(_sequence.Accessor.GetValue(message), CultureInfo.InvariantCulture)!);
        }

        if (_oneof?.Accessor.GetCaseFieldDescriptor(message) is { } held)
        {
            Write(output, "event", held.JsonName);
        }

        // Proto JSON has no line breaks: within strings they are escaped.
        Write(output, "data", _shape.ToJson(message));
        output.Write("\n"u8);
    }

    public override void WriteHeartbeat(IBufferWriter<byte> output) => output.Write(": still here\n\n"u8);

    public override void WriteEnd(IBufferWriter<byte> output) => output.Write("event: end\ndata: {}\n\n"u8);

    public override bool TryWriteProblem(Problem problem, IBufferWriter<byte> output)
    {
        output.Write("event: error\ndata: "u8);
        output.Write(problem.ToUtf8Json());
        output.Write("\n\n"u8);
        return true;
    }

    private static void Write(IBufferWriter<byte> output, string name, string value)
    {
        Encoding.UTF8.GetBytes(name, output);
        output.Write(": "u8);
        Encoding.UTF8.GetBytes(value, output);
        output.Write("\n"u8);
    }
}
