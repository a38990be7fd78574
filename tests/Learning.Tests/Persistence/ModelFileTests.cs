using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Tests.Training;

namespace Digits.Learning.Tests.Persistence;

public sealed class ModelFileTests
{
    private static readonly Network Small = Network.Create(
        Samples.Architecture(
            """[{"type":"conv2d","filters":3,"kernel_size":2,"padding":"same"},{"type":"max_pool2d","pool_size":2},{"type":"dropout","rate":0.5},{"type":"flatten"},{"type":"dense","units":5},{"type":"relu"},{"type":"dense"}]"""),
        new ImageShape(4, 5, 1),
        3,
        seed: 1);

    [Fact]
    public void Read_WhatWriteWrote_GivesHeaderAndNetworkBack()
    {
        var bytes = ModelBytes.Of(Small);
        var (header, model) = ModelFile.Read(new MemoryStream(bytes));

        var expected = ModelBytes.Header(Small);
        Assert.Equal(expected with { Labels = header.Labels, Layers = header.Layers }, header);
        Assert.Equal(expected.Labels, header.Labels);
        Assert.Equal(expected.Layers, header.Layers);
        Assert.Null(header.TestLoss);
        Assert.Equal(bytes, ModelBytes.Of(model, header));
        Assert.Equal(Predict(new Committee([Small])), Predict(model));
    }

    [Fact]
    public void Read_CommitteeOfDifferentNetworks_GivesAllBack()
    {
        var other = Network.Create(Samples.Architecture("""[{"type":"flatten"},{"type":"dense"}]"""), Small.InputShape, 3, seed: 2);
        var committee = new Committee([Small, other, Small]);
        var bytes = ModelBytes.Of(committee);

        var (header, model) = ModelFile.Read(new MemoryStream(bytes));

        Assert.Equal(3, model.Members.Count);
        Assert.Equal(other.Architecture.Layers, model.Members[1].Architecture.Layers);
        Assert.Equal(bytes, ModelBytes.Of(model, header));
        Assert.Equal(Predict(committee), Predict(model));
    }

    [Fact]
    public void Read_FileOfVersion1_GivesTheSameNetwork()
    {
        var (header, model) = ModelFile.Read(new MemoryStream(Format1Sample.File));

        Assert.Equal("め0", header.Labels[0]);
        Assert.Equal(header.Layers, Assert.Single(model.Members).Architecture.Layers);
        var probabilities = Predict(model);
        for (var c = 0; c < probabilities.Length; c++)
        {
            Assert.Equal(Format1Sample.Probabilities[c], probabilities[c], 1e-6);
        }
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytes() => Assert.Equal(ModelBytes.Of(Small), ModelBytes.Of(Small));

    [Fact]
    public void Write_HeaderOfAnotherNetwork_IsRefused()
    {
        var header = ModelBytes.Header(Small) with { Labels = ["a", "b"] };
        Assert.Throws<ArgumentException>(() => ModelFile.Write(Stream.Null, header, new Committee([Small])));
    }

    [Fact]
    public void Read_CutShortAnywhere_SaysThatItIsNoWholeModel()
    {
        var bytes = ModelBytes.Of(Small);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(bytes, 0, length)));
        }
    }

    [Fact]
    public void Read_AnyByteFlipped_SaysThatItIsDamaged()
    {
        var bytes = ModelBytes.Of(Small);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(bytes)));
            bytes[at] ^= (byte)(1 << (at % 8));
        }
    }

    [Fact]
    public void Read_BytesAfterTheEnd_AreRefused() =>
        Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream([.. ModelBytes.Of(Small), 0])));

    [Fact]
    public void Read_OtherFormatVersion_NamesIt()
    {
        var bytes = ModelBytes.Of(Small);
        bytes[8] = 3;
        var exception = Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(bytes)));
        Assert.Contains("format version 3", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not valid")]
    [InlineData("[]", "not valid")]
    [InlineData("{}", "not valid")]
    public void Read_WellSealedButWrongHeader_IsRefused(string json, string fault)
    {
        var exception = Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(Sealed(json))));
        Assert.True(exception.Message.Contains(fault, StringComparison.Ordinal) || json.Length == 0, exception.Message);
    }

    [Theory]
    [InlineData("\"kernel_size\":2", "\"kernel_size\":14", "does not fit")]
    [InlineData("\"units\":5", "\"units\":2000000000", "must be between")]
    [InlineData("[4,5,1]", "[2000000000,2000000000,1]", "not within")]
    [InlineData("\"rate\":0.5", "\"rats\":0.5", "unknown key")]
    [InlineData("[4,5,1]", "[4,5]", "not valid")]
    [InlineData("\"members\":[[", "\"members\":[],\"rest\":[[", "not valid")]
    [InlineData("\"members\":[[", "\"members\":[\"default\",[", "not valid")]
    [InlineData("\"epochs\":2", "\"epochs\":2e99", "not valid")]
    public void Read_HeaderThatAsksForTheImpossible_IsRefusedBeforeAllocating(string what, string instead, string fault)
    {
        var bytes = ModelBytes.Of(Small);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        var json = Encoding.UTF8.GetString(bytes, 16, length);
        Assert.Contains(what, json, StringComparison.Ordinal);
        json = json.Replace(what, instead, StringComparison.Ordinal).Replace(",\"padding\":\"same\"", string.Empty, StringComparison.Ordinal);

        var exception = Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(Sealed(json))));

        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WeightThatIsNoNumber_IsRefused()
    {
        var network = Network.Create(Small.Architecture, Small.InputShape, Small.ClassCount, 1);
        network.Weights.Row(0, 0)[0] = float.NaN;
        Assert.Throws<ModelFormatException>(() => ModelFile.Read(new MemoryStream(ModelBytes.Of(network))));
    }

    // A file with a right checksum whose header is whatever is asked for, and no weights.
    private static byte[] Sealed(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var body = new byte[16 + text.Length];
        "DIGITSMF"u8.CopyTo(body);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(8), ModelFile.FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(12), text.Length);
        text.CopyTo(body, 16);
        return [.. body, .. SHA256.HashData(body)];
    }

    private static double[] Predict(Committee model)
    {
        var probabilities = new double[model.ClassCount];
        model.Predict(Samples.Noise(model.InputShape, 1, 2).Image(0), probabilities);
        return probabilities;
    }
}
