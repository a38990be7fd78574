using System.Buffers;
using Digits.Gateway.Errors;
using Google.Protobuf;

namespace Digits.Gateway.Streaming;

/// <summary>How the messages of a server stream are written into a response.</summary>
/// <param name="contentType">The media type of the response.</param>
internal abstract class StreamFormat(string contentType)
{
    public string ContentType => contentType;

    /// <summary>
    /// Whether heartbeats show readers that a silent stream is alive. The response then starts after a while even without a message, and
    /// a later failure can only be told inside of it. Otherwise it starts with the first message, however long that takes.
    /// </summary>
    public virtual bool HasHeartbeat => false;

    /// <summary>Whether readers reconnect by themselves when a stream ends without its last event, and continue where they were.</summary>
    public virtual bool IsResumed => false;

    /// <summary>Sets headers and writes what comes before the first message.</summary>
    /// <param name="first">The first message; null when there is none yet.</param>
    /// <param name="response">The response.</param>
    public virtual void WriteStart(IMessage? first, HttpResponse response)
    {
    }

    public abstract void WriteMessage(IMessage message, IBufferWriter<byte> output);

    /// <summary>Writes something that readers skip; called only where <see cref="HasHeartbeat"/>.</summary>
    public virtual void WriteHeartbeat(IBufferWriter<byte> output) => throw new NotSupportedException();

    /// <summary>Writes what comes after the last message.</summary>
    public virtual void WriteEnd(IBufferWriter<byte> output)
    {
    }

    /// <summary>Writes why the stream ends too early.</summary>
    /// <returns>False when the format cannot say so; the connection must then be closed.</returns>
    public abstract bool TryWriteProblem(Problem problem, IBufferWriter<byte> output);
}
