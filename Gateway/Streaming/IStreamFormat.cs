using System.Buffers;
using Digits.Gateway.Errors;
using Google.Protobuf;

namespace Digits.Gateway.Streaming;

/// <summary>How the messages of a server stream are written into a response.</summary>
internal interface IStreamFormat
{
    string ContentType { get; }

    /// <summary>Whether the response starts only with the first message, which says something of the whole.</summary>
    bool StartsWithFirstMessage { get; }

    /// <summary>Sets headers and writes what comes before the first message.</summary>
    /// <param name="first">The first message, where the format waits for it and there is one.</param>
    /// <param name="response">The response.</param>
    /// <param name="output">Its body.</param>
    void WriteStart(IMessage? first, HttpResponse response, IBufferWriter<byte> output);

    void WriteMessage(IMessage message, IBufferWriter<byte> output);

    /// <summary>Writes something that readers skip; nothing when the format has no such thing.</summary>
    void WriteHeartbeat(IBufferWriter<byte> output);

    /// <summary>Writes what comes after the last message.</summary>
    void WriteEnd(IBufferWriter<byte> output);

    /// <summary>Writes why the stream ends too early.</summary>
    /// <returns>False when the format cannot say so, and the connection must break off instead.</returns>
    bool TryWriteProblem(Problem problem, IBufferWriter<byte> output);
}
