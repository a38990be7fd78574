using Digits.Learning.Persistence;
using Digits.ServiceDefaults.Errors;
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

    [Fact]
    public async Task ImportModel_PieceOfNothing_IsRefused()
    {
        var named = new ImportModelRequest { Files = new FileChunk { FileName = "model" } };
        foreach (var pieces in new ImportModelRequest[][]
        {
            [],
            [new ImportModelRequest()],
            [named, new ImportModelRequest()],
            [new ImportModelRequest { Settings = new ImportModelSettings() }],
            [new ImportModelRequest { Files = new FileChunk() }],
            [new ImportModelRequest { Files = new FileChunk { Data = ByteString.CopyFromUtf8("DIGITSMF") } }, named],
            [named, named],
        })
        {
            var exception = await Assert.ThrowsAsync<RpcException>(() => SendAsync(pieces));
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_MODEL_UPLOAD"), (Fault.Of(exception).Code, Fault.Of(exception).Reason));
        }
    }

    [Fact]
    public async Task ImportModel_EmptyPiecesAroundTheFile_AreNothing()
    {
        await TrainAsync();
        var file = await DownloadAsync(1);
        var imported = await SendAsync(
            new ImportModelRequest { Settings = new ImportModelSettings() },
            new ImportModelRequest { Files = new FileChunk { FileName = "model" } },
            new ImportModelRequest { Files = new FileChunk() },
            new ImportModelRequest { Settings = new ImportModelSettings { Model = "first" } },
            new ImportModelRequest { Files = new FileChunk { Data = ByteString.CopyFrom(file) } },
            new ImportModelRequest { Files = new FileChunk() },
            new ImportModelRequest { Settings = new ImportModelSettings { Model = "last" } });
        Assert.Equal(("last", 1), (imported.Model, imported.Version));
    }

    [Theory]
    [InlineData("PK34567890123456")]
    [InlineData("DIGITSMF12345678")]
    [InlineData("\b\b\u0012\apytorch12345")]
    public async Task ImportModel_FirstBytesOfNoModel_IsRefusedBeforeTheRestIsSent(string start)
    {
        using var call = Host.Models.ImportModel();
        await call.RequestStream.WriteAsync(
            new ImportModelRequest { Files = new FileChunk { FileName = "model", Data = ByteString.CopyFromUtf8(start) } });

        // The request is still open.
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync);

        Assert.Equal("MODEL_UNREADABLE", Fault.Of(exception).Reason);
        Assert.Empty(Directory.GetFiles(Path.Combine(Volume, "models"), "*.tmp"));
    }

    [Fact]
    public async Task ImportModel_HeaderThatSaysWhatCannotBe_IsRefused()
    {
        await TrainAsync();
        var (header, model) = ModelFile.Read(new MemoryStream(await DownloadAsync(1)));
        using var file = new MemoryStream();
        ModelFile.Write(file, header with { Labels = [.. header.Labels.Select(_ => "")], TestAccuracy = 9e99 }, model);

        var exception = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(file.ToArray()));

        Assert.Equal((StatusCode.InvalidArgument, "MODEL_UNREADABLE"), (Fault.Of(exception).Code, Fault.Of(exception).Reason));
        Assert.Contains("labels[0]", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("test_accuracy", exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportModel_MoreThanFitAtOnce_WaitOrAreToldWhenToComeAgain()
    {
        const int Running = 4, Waiting = 16;
        var calls = Enumerable.Range(0, Running + Waiting).Select(_ => Host.Models.ImportModel()).ToList();
        try
        {
            foreach (var call in calls)
            {
                await BeginAsync(call);
            }

            RpcException? refused = null;
            while (refused is null)
            {
                // Until the service has taken notice of all of them.
                var one = Host.Models.ImportModel();
                calls.Add(one);
                await BeginAsync(one);
                refused = calls.Select(call => call.ResponseAsync).FirstOrDefault(response => response.IsFaulted)?.Exception?.InnerException as RpcException;
                Assert.InRange(calls.Count, 0, 1000);
            }

            Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_IMPORTS"), (Fault.Of(refused).Code, Fault.Of(refused).Reason));
            Assert.True(RpcErrors.RetryAfter(refused) > TimeSpan.Zero);
        }
        finally
        {
            calls.ForEach(call => call.Dispose());
        }

        await TrainAsync();
        Assert.Equal(2, (await ImportAsync(await DownloadAsync(1))).Version);
    }

    [Fact]
    public async Task ImportModel_ManyLargeOnesOverOneConnection_ThoseThatWaitDoNotStopTheOthers()
    {
        const int Imports = 20, Large = 4096;
        await TrainAsync(request => request.Architecture.Insert(1, new Layer { Type = "dense", Units = Large }));
        var file = await DownloadAsync(1);
        // The sixteen that wait must send more than a connection takes unread by default, which is a megabyte.
        Assert.InRange(file.Length, 200_000, int.MaxValue);

        var versions = await Task.WhenAll(Enumerable.Range(0, Imports).Select(_ => ImportAsync(file))).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(Enumerable.Range(2, Imports), versions.Select(version => version.Version).Order());
    }

    private static async Task BeginAsync(AsyncClientStreamingCall<ImportModelRequest, ImportModelResponse> call)
    {
        try
        {
            await call.RequestStream.WriteAsync(new ImportModelRequest { Files = new FileChunk { FileName = "model" } });
        }
        catch (Exception exception) when (exception is InvalidOperationException or RpcException)
        {
            // The service has answered before the file began; the answer tells why.
        }
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
