using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace Digits.ServiceDefaults.Tests.Reflection;

/// <summary>What grpcurl and others ask for, by the version that they know.</summary>
public sealed class ReflectionTests
{
    private const string Inference = "digits.inference.v1.InferenceService";

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task ListServices_Always_NamesTheServicesWithHealthAndReflection(string version)
    {
        var response = await AskAsync(version, new V1.ServerReflectionRequest { ListServices = "" });

        Assert.Equal(
            [Inference, "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"],
            response.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("v1", Inference)]
    [InlineData("v1", "digits.inference.v1.InferenceService.Predict")]
    [InlineData("v1", "digits.inference.v1.Image")]
    [InlineData("v1alpha", Inference)]
    public async Task FileContainingSymbol_KnownSymbol_SendsItsFileWithAllImports(string version, string symbol)
    {
        var response = await AskAsync(version, new V1.ServerReflectionRequest { FileContainingSymbol = symbol });

        var files = response.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToList();
        var names = files.Select(file => file.Name).ToHashSet();
        Assert.Contains("digits/inference/v1/inference_service.proto", names);
        Assert.Contains("google/api/annotations.proto", names);
        Assert.All(files.SelectMany(file => file.Dependency), import => Assert.Contains(import, names));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task FileByFilename_UnknownName_IsNotFound(string version)
    {
        var response = await AskAsync(version, new V1.ServerReflectionRequest { FileByFilename = "none.proto" });

        Assert.Equal((int)StatusCode.NotFound, response.ErrorResponse.ErrorCode);
    }

    // The messages of both versions are the same on the wire.
    private static async Task<V1.ServerReflectionResponse> AskAsync(string version, V1.ServerReflectionRequest request)
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble());
        if (version == "v1")
        {
            using var call = new V1.ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
            return await AskAsync(call, request);
        }

        using var alpha = new V1Alpha.ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        var response = await AskAsync(alpha, V1Alpha.ServerReflectionRequest.Parser.ParseFrom(request.ToByteArray()));
        return V1.ServerReflectionResponse.Parser.ParseFrom(response.ToByteArray());
    }

    private static async Task<TResponse> AskAsync<TRequest, TResponse>(AsyncDuplexStreamingCall<TRequest, TResponse> call, TRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(default));
        return call.ResponseStream.Current;
    }
}
