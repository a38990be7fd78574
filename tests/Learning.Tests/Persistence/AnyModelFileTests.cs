using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;
using Digits.Learning.Tests.Persistence.Exchange;
using Digits.Learning.Tests.Training;

namespace Digits.Learning.Tests.Persistence;

public sealed class AnyModelFileTests
{
    private static readonly Committee Model = ExchangeSamples.LayerTypes.First(sample => sample.Name == "relu").Model;

    private static readonly ModelHeader Header = ModelBytes.Header(Model.Members[0]);

    private static readonly (string Field, ModelHeader Header)[] Wrong =
    [
        ("labels[0]", Header with { Labels = [.. Header.Labels.Select(_ => "")] }),
        ("labels[3]", Header with { Labels = [.. Header.Labels.Select((label, index) => index == 3 ? " \t" : label)] }),
        ("labels[1]", Header with { Labels = [.. Header.Labels.Select(_ => "7")] }),
        ("labels[9]", Header with { Labels = [.. Header.Labels.SkipLast(1), new string('x', 50_000)] }),
        ("test_accuracy", Header with { TestAccuracy = 9e99 }),
        ("test_accuracy", Header with { TestAccuracy = -0.01 }),
        ("test_accuracy", Header with { TestAccuracy = 1.01 }),
        ("test_loss", Header with { TestLoss = -1 }),
        ("test_loss", Header with { TestLoss = 9e99 }),
        ("model", Header with { Model = new string('m', 33_000) }),
        ("model", Header with { Model = "" }),
        ("dataset", Header with { Dataset = new string('d', 33_000) }),
        ("dataset_version", Header with { DatasetVersion = "" }),
        ("preprocessing", Header with { Preprocessing = new string('p', 33_000) }),
        ("version", Header with { Version = -1 }),
        ("epochs", Header with { Epochs = 0 }),
        ("batch_size", Header with { BatchSize = int.MaxValue }),
        ("lr", Header with { LearningRate = 0 }),
        ("lr", Header with { LearningRate = 9e99 }),
        ("created_at", Header with { CreatedAt = DateTimeOffset.MinValue }),
        ("created_at", Header with { CreatedAt = DateTimeOffset.MaxValue }),
    ];

    public static TheoryData<string> Formats => ["digits", "onnx", "safetensors"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_OurOwnFile_IsThatModel(string format)
    {
        var (header, model) = AnyModelFile.Read(new MemoryStream(Write(format, Header)));

        Assert.Equal(ModelBytes.Of(Model, Header), ModelBytes.Of(model, header));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_HeaderThatSaysWhatCannotBe_IsRefusedNamingIt(string format)
    {
        foreach (var (field, header) in Wrong)
        {
            var exception = Assert.Throws<ModelFormatException>(() => AnyModelFile.Read(new MemoryStream(Write(format, header))));

            Assert.Contains(field + ":", exception.Message, StringComparison.Ordinal);
            Assert.InRange(exception.Message.Length, 1, 2000);
        }
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("\"NaN\"")]
    public void Read_AccuracyThatIsNoNumber_IsRefused(string accuracy)
    {
        // Safetensors hold the header as text within text, and no hash of it.
        var file = System.Text.Encoding.Latin1.GetString(Write("safetensors", Header));
        var start = file.IndexOf("\\u0022test_accuracy\\u0022:0.5", StringComparison.Ordinal);
        Assert.True(start > 0);
        var changed = file.Replace("test_accuracy\\u0022:0.5", "test_accuracy\\u0022:" + accuracy.Replace("\"", "\\u0022", StringComparison.Ordinal), StringComparison.Ordinal);
        var bytes = System.Text.Encoding.Latin1.GetBytes(changed);
        BitConverter.TryWriteBytes(bytes, BitConverter.ToInt64(bytes) + changed.Length - file.Length);

        Assert.Throws<ModelFormatException>(() => AnyModelFile.Read(new MemoryStream(bytes)));
    }

    [Theory]
    [InlineData("onnx", "labels")]
    [InlineData("onnx", "preprocessing")]
    [InlineData("safetensors", "labels")]
    [InlineData("safetensors", "preprocessing")]
    public void Read_MetadataBesideTheHeaderThatDiffer_AreRefused(string format, string key)
    {
        var bytes = Write(format, Header);
        var value = key == "labels" ? "\\u3081"u8.ToArray() : "ink-28"u8.ToArray();
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(key));
        at += bytes.AsSpan(at).IndexOf(value) + value.Length - 1;
        bytes[at]++;

        var exception = Assert.Throws<ModelFormatException>(() => AnyModelFile.Read(new MemoryStream(bytes)));

        Assert.Contains("contradicts itself", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("DIGITSMF")]
    [InlineData("PK34567890123456")]
    [InlineData("DIGITSMF12345678")]
    [InlineData("\b\b\u0012\apytorch12345")]
    [InlineData("12345678{\"a\":1}  ")]
    public void CheckStart_FirstBytesOfSomethingElse_AreRefused(string start) =>
        Assert.Throws<ModelFormatException>(() => AnyModelFile.CheckStart(System.Text.Encoding.UTF8.GetBytes(start)));

    [Theory]
    [MemberData(nameof(Formats))]
    public void CheckStart_FirstBytesOfAModel_TellItsKind(string format)
    {
        var expected = format switch { "onnx" => ModelFileKind.Onnx, "safetensors" => ModelFileKind.Safetensors, _ => ModelFileKind.Model };
        Assert.Equal(expected, AnyModelFile.CheckStart(Write(format, Header).AsSpan(0, AnyModelFile.StartLength)));
    }

    [Fact]
    public void Read_SafetensorsWithBytesThatBelongToNoTensor_IsRefused() =>
        Assert.Throws<ModelFormatException>(() => AnyModelFile.Read(new MemoryStream([.. Write("safetensors", Header), 0, 0, 0, 0])));

    [Fact]
    public void Verify_OneByteChanged_IsAFault()
    {
        var bytes = ModelBytes.Of(Model, Header);
        ModelFile.Verify(new MemoryStream(bytes), Header, Model);
        bytes[^40] ^= 1;
        Assert.Throws<ModelFormatException>(() => ModelFile.Verify(new MemoryStream(bytes), Header, Model));
    }

    private static byte[] Write(string format, ModelHeader header)
    {
        using var stream = new MemoryStream();
        switch (format)
        {
            case "onnx": OnnxFile.Write(stream, header, Model, new OnnxOptions()); break;
            case "safetensors": SafetensorsFile.Write(stream, header, Model); break;
            default: ModelFile.Write(stream, header, Model); break;
        }

        return stream.ToArray();
    }
}
