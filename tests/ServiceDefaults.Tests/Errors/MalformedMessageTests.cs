using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Digits.ServiceDefaults.Tests.Errors;

/// <summary>Bytes that are no message of the method's type are the caller's fault, in every kind of call.</summary>
public sealed class MalformedMessageTests
{
    // Field 1 with a length that the message does not have.
    private static readonly byte[] Torn = [0x0A, 0x7F, 0x01];

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    [Fact]
    public async Task Unary_BytesThatAreNoMessage_IsInvalidArgument() =>
        await ExpectAsync((invoker, options) => invoker.AsyncUnaryCall(
            Method(MethodType.Unary, InferenceService.Descriptor.FullName, "Predict"), null, options, Torn).ResponseAsync);

    [Fact]
    public async Task ServerStream_BytesThatAreNoMessage_IsInvalidArgument() =>
        await ExpectAsync((invoker, options) => invoker.AsyncServerStreamingCall(
            Method(MethodType.ServerStreaming, Grpc.Health.V1.Health.Descriptor.FullName, "Watch"), null, options, Torn).ResponseStream.MoveNext(CancellationToken.None));

    [Fact]
    public async Task DuplexStream_BytesThatAreNoMessage_IsInvalidArgument() =>
        await ExpectAsync(async (invoker, options) =>
        {
            using var call = invoker.AsyncDuplexStreamingCall(
                Method(MethodType.DuplexStreaming, ServerReflection.Descriptor.FullName, "ServerReflectionInfo"), null, options);
            await call.RequestStream.WriteAsync(Torn);
            await call.ResponseStream.MoveNext(CancellationToken.None);
        });

    private static Method<byte[], byte[]> Method(MethodType type, string service, string name) => new(type, service, name, Bytes, Bytes);

    private static async Task ExpectAsync(Func<CallInvoker, CallOptions, Task> call)
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble((_, _) => Task.FromResult(new PredictResponse())));

        var exception = await Assert.ThrowsAsync<RpcException>(() => call(server.Channel.CreateCallInvoker(), default));

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal("MALFORMED_REQUEST", RpcErrors.Reason(exception));
    }
}
