using Digits.Gateway.Routing;
using Digits.ServiceDefaults.Clients;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Digits.Gateway.Services;

/// <summary>One RPC, callable with nothing but its descriptor.</summary>
internal sealed class RpcMethod
{
    public RpcMethod(MethodDescriptor descriptor, Peer peer)
    {
        Descriptor = descriptor;
        Peer = peer;
        IsIdempotent = HttpRules.IsIdempotent(descriptor);
        Method = new Method<IMessage, IMessage>(
            TypeOf(descriptor),
            descriptor.Service.FullName,
            descriptor.Name,
            MarshallerOf(descriptor.InputType),
            MarshallerOf(descriptor.OutputType));
    }

    public MethodDescriptor Descriptor { get; }

    /// <summary>The process that serves it.</summary>
    public Peer Peer { get; }

    /// <inheritdoc cref="HttpRules.IsIdempotent"/>
    public bool IsIdempotent { get; }

    public Method<IMessage, IMessage> Method { get; }

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
