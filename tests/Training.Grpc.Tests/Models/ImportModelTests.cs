using Digits.Training.V1;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Training.Tests.Models;

public sealed class ImportModelTests : TrainingFixture
{
    [Theory]
    [InlineData("")]
    [InlineData("onnx")]
    [InlineData("safetensors")]
    public async Task ImportModel_WhatDownloadSent_IsTheNextVersionAndTheSameModel(string format)
    {
        var run = await TrainAsync();

        var imported = await ImportAsync(await DownloadAsync(1, format));

        Assert.Equal(("digits", 2, ""), (imported.Model, imported.Version, imported.Run));
        Assert.Equal((run.TestAccuracy, run.Dataset), (imported.TestAccuracy, imported.Dataset));
        Assert.Equal(await DownloadAsync(1, "safetensors", weightsOnly: true), await DownloadAsync(2, "safetensors", weightsOnly: true));
    }

    [Fact]
    public async Task ImportModel_UnderAnotherName_IsThatModelsFirstVersion()
    {
        await TrainAsync();
        var imported = await ImportAsync(await DownloadAsync(1), new ImportModelSettings { Model = "copy" });
        Assert.Equal(("copy", 1), (imported.Model, imported.Version));
    }

    [Fact]
    public async Task ImportModel_FileOfSomethingElse_IsRefused()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => ImportAsync("PK not a model"u8.ToArray()));
        Assert.Equal((StatusCode.InvalidArgument, "MODEL_UNREADABLE"), (Fault.Of(exception).Code, Fault.Of(exception).Reason));
    }

    [Fact]
    public async Task ImportModel_NameThatLeavesTheFolder_IsRefused()
    {
        await TrainAsync();
        var file = await DownloadAsync(1);
        var exception = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(file, new ImportModelSettings { Model = "../digits" }));
        Assert.Equal("INVALID_MODEL_NAME", Fault.Of(exception).Reason);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("", "")]
    public async Task ImportModel_NotOneFile_IsRefused(params string[] names)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => SendAsync(
            [.. names.Select(name => new ImportModelRequest { Files = new FileChunk { FileName = name } })]));
        Assert.Equal("INVALID_MODEL_UPLOAD", Fault.Of(exception).Reason);
    }

    private Task<ModelVersion> ImportAsync(byte[] file, ImportModelSettings? settings = null)
    {
        var middle = file.Length / 2;
        return SendAsync(
            new ImportModelRequest { Files = new FileChunk { FileName = "model", Data = ByteString.CopyFrom(file[..middle]) } },
            new ImportModelRequest { Files = new FileChunk { Data = ByteString.CopyFrom(file[middle..]) } },
            new ImportModelRequest { Settings = settings ?? new ImportModelSettings() });
    }

    private async Task<ModelVersion> SendAsync(params ImportModelRequest[] pieces)
    {
        using var call = Host.Models.ImportModel();
        try
        {
            foreach (var piece in pieces)
            {
                await call.RequestStream.WriteAsync(piece);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is InvalidOperationException or RpcException)
        {
            // The answer came before the end; it says why.
        }

        return (await call.ResponseAsync).ModelVersion;
    }

    private async Task<byte[]> DownloadAsync(int version, string format = "", bool weightsOnly = false)
    {
        using var call = Host.Models.DownloadModel(new DownloadModelRequest { Model = "digits", Version = version, Format = format });
        using var bytes = new MemoryStream();
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            piece.Data.WriteTo(bytes);
        }

        var file = bytes.ToArray();
        return weightsOnly ? file[(8 + (int)BitConverter.ToInt64(file))..] : file;
    }
}
