using System.Buffers;
using Digits.Gateway.Errors;
using Google.Protobuf;

namespace Digits.Gateway.Streaming;

/// <summary>How the messages of a server stream are written into a response.</summary>
internal interface IStreamFormat
{
    string ContentType { get; }

    /// <summary>
    /// Whether readers are shown that a silent stream lives. The response then starts after a while even without a message, and a failure
    /// after that can only be told inside of it; else it starts with the first message, however long that takes.
    /// </summary>
    bool HasHeartbeat { get; }

    /// <summary>Whether its readers come back by themselves after a stream that ended without its last word, and go on where they were.</summary>
    bool IsResumed { get; }

    /// <summary>Sets headers and writes what comes before the first message.</summary>
    /// <param name="first">The first message, if there is one by now.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Its body.</param>
    void WriteStart(IMessage? first, HttpResponse response, IBufferWriter<byte> output);

    void WriteMessage(IMessage message, IBufferWriter<byte> output);

    /// <summary>Writes something that readers skip; only where <see cref="HasHeartbeat"/>.</summary>
    void WriteHeartbeat(IBufferWriter<byte> output);

    /// <summary>Writes what comes after the last message.</summary>
    void WriteEnd(IBufferWriter<byte> output);

    /// <summary>Writes why the stream ends too early.</summary>
    /// <returns>False when the format cannot say so, and the connection must break off instead.</returns>
    bool TryWriteProblem(Problem problem, IBufferWriter<byte> output);
}
