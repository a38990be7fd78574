using Digits.Gateway.Routing;
using Digits.ServiceDefaults.Clients;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Digits.Gateway.Services;

/// <summary>One RPC, which can be called with nothing but its descriptor.</summary>
/// <param name="descriptor">Its descriptor.</param>
/// <param name="peer">The process that serves it.</param>
internal sealed class RpcMethod(MethodDescriptor descriptor, Peer peer)
{
    public MethodDescriptor Descriptor => descriptor;

    public Peer Peer => peer;

    /// <inheritdoc cref="HttpRules.IsIdempotent"/>
    public bool IsIdempotent { get; } = HttpRules.IsIdempotent(descriptor);

    public Method<IMessage, IMessage> Method { get; } = new(
        TypeOf(descriptor), descriptor.Service.FullName, descriptor.Name, MarshallerOf(descriptor.InputType), MarshallerOf(descriptor.OutputType));

    private static MethodType TypeOf(MethodDescriptor descriptor) => (descriptor.IsClientStreaming, descriptor.IsServerStreaming) switch
    {
        (false, false) => MethodType.Unary,
        (false, true) => MethodType.ServerStreaming,
        (true, false) => MethodType.ClientStreaming,
        (true, true) => MethodType.DuplexStreaming,
    };

    private static Marshaller<IMessage> MarshallerOf(MessageDescriptor descriptor)
    {
        var parser = descriptor.Parser;
        return new Marshaller<IMessage>(Serialize, context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
    }

    private static void Serialize(IMessage message, SerializationContext context)
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
