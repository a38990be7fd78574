using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Models;

public sealed class DownloadFormatTests : TrainingFixture
{
    [Fact]
    public async Task DownloadModel_EveryFormat_IsTheSameModelUnderAFittingName()
    {
        await TrainAsync();

        var native = await DownloadAsync("");
        var onnx = await DownloadAsync("onnx");
        var values = await DownloadAsync("onnx", "values");
        var safetensors = await DownloadAsync("safetensors");

        Assert.Equal("digits-1.digits", native.FileName);
        Assert.Equal(native.Bytes, (await DownloadAsync("native")).Bytes);
        Assert.Equal("digits-1.onnx", onnx.FileName);
        Assert.Equal("digits-1.safetensors", safetensors.FileName);
        Assert.NotEqual(onnx.Bytes, values.Bytes);
        Assert.Equal(onnx.Bytes, (await DownloadAsync("onnx", "pixels")).Bytes);
        foreach (var (header, model) in new[]
        {
            OnnxFile.Read(new MemoryStream(onnx.Bytes)),
            OnnxFile.Read(new MemoryStream(values.Bytes)),
            SafetensorsFile.Read(new MemoryStream(safetensors.Bytes)),
        })
        {
            Assert.Equal(native.Bytes, Native(header, model));
        }

        Assert.Single(Directory.GetFiles(Path.Combine(Volume, "models"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("ONNX", "", "format")]
    [InlineData("tflite", "", "format")]
    [InlineData("onnx", "bytes", "onnx_input")]
    [InlineData("", "pixels", "onnx_input")]
    [InlineData("safetensors", "values", "onnx_input")]
    public async Task DownloadModel_UnknownFormat_IsRefused(string format, string onnxInput, string field)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(format, onnxInput));

        var fault = Fault.Of(exception);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_MODEL_FORMAT"), (fault.Code, fault.Reason));
        Assert.Contains(field, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadModel_ExportOfADamagedFile_IsDataLoss()
    {
        await TrainAsync();
        var path = Directory.GetFiles(Path.Combine(Volume, "models"), "*", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var exception = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync("onnx"));

        Assert.Equal((StatusCode.DataLoss, "MODEL_FILE_LOST"), (Fault.Of(exception).Code, Fault.Of(exception).Reason));
    }

    private static byte[] Native(ModelHeader header, Committee model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, header, model);
        return stream.ToArray();
    }

    private async Task<(string FileName, byte[] Bytes)> DownloadAsync(string format, string onnxInput = "")
    {
        using var call = Host.Models.DownloadModel(new DownloadModelRequest { Model = "digits", Format = format, OnnxInput = onnxInput });
        using var bytes = new MemoryStream();
        var name = "";
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            name += piece.FileName;
            piece.Data.WriteTo(bytes);
        }

        return (name, bytes.ToArray());
    }
}
