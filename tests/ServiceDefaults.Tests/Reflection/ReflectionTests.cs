using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Alpha = Grpc.Reflection.V1Alpha;

namespace Digits.ServiceDefaults.Tests.Reflection;

public sealed class ReflectionTests
{
    [Fact]
    public async Task ListServices_Always_NamesTheServicesWithHealthAndReflection()
    {
        var response = await AskAsync(new ServerReflectionRequest { ListServices = "" });

        Assert.Equal(
            [
                "digits.inference.v1.InferenceService",
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
            ],
            response.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("digits.inference.v1.InferenceService")]
    [InlineData("digits.inference.v1.InferenceService.Predict")]
    [InlineData("digits.inference.v1.Image")]
    [InlineData("digits.inference.v1.Image.png")]
    [InlineData("digits.inference.v1.Image.content")]
    public async Task FileContainingSymbol_KnownSymbol_SendsItsFileWithAllImports(string symbol)
    {
        var response = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var files = response.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).ToList();
        Assert.Equal("digits/inference/v1/inference_service.proto", files[0].Name);
        var names = files.Select(file => file.Name).ToHashSet();
        Assert.All(files.SelectMany(file => file.Dependency), import => Assert.Contains(import, names));
    }

    [Fact]
    public async Task FileContainingExtension_HttpAnnotation_SendsGoogleApi()
    {
        var response = await AskAsync(new ServerReflectionRequest
        {
            FileContainingExtension = new ExtensionRequest { ContainingType = "google.protobuf.MethodOptions", ExtensionNumber = 72295728 },
        });

        var file = FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto[0]);
        Assert.Equal("google/api/annotations.proto", file.Name);
    }

    [Fact]
    public async Task AllExtensionNumbers_MethodOptions_HoldsTheHttpAnnotation()
    {
        var response = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" });

        Assert.Contains(72295728, response.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task FileByFilename_UnknownName_IsNotFound()
    {
        var response = await AskAsync(new ServerReflectionRequest { FileByFilename = "none.proto" });

        Assert.Equal((int)StatusCode.NotFound, response.ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Ask_V1Alpha_AnswersAsV1()
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble());
        using var call = new Alpha.ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { FileContainingSymbol = "grpc.health.v1.Health" });

        Assert.True(await call.ResponseStream.MoveNext(default));
        var file = FileDescriptorProto.Parser.ParseFrom(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto[0]);
        Assert.Equal("grpc/health/v1/health.proto", file.Name);
    }

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        await using var server = await DefaultsServer.StartAsync(new InferenceDouble());
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(default));
        return call.ResponseStream.Current;
    }
}
