using System.Text;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Persistence.Safetensors;
using Digits.Learning.Tests.Training;

namespace Digits.Learning.Tests.Persistence.Exchange;

public sealed class ExchangeFileTests
{
    private const int Rounds = 10_000;

    public static TheoryData<string> Formats => ["onnx", "onnx-values", "safetensors"];

    private static Committee Model => new([ExchangeSamples.LayerTypes.First(sample => sample.Name == "relu").Model.Members[0]]);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_WhatWriteWrote_GivesTheSameModelToTheBit(string format)
    {
        foreach (var model in ExchangeSamples.LayerTypes.Select(sample => sample.Model).Append(ExchangeSamples.Three))
        {
            var header = ModelBytes.Header(model.Members[0]);
            var (readHeader, readModel) = Read(format, Write(format, model));
            Assert.Equal(ModelBytes.Of(model, header), ModelBytes.Of(readModel, readHeader));
            Assert.Equal(Predict(model), Predict(readModel));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Write_Twice_GivesTheSameBytes(string format) => Assert.Equal(Write(format, Model), Write(format, Model));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Write_HeaderOfAnotherModel_IsRefused(string format)
    {
        var header = ModelBytes.Header(Model.Members[0]) with { Labels = ["a", "b"] };
        Assert.Throws<ArgumentException>(() => Write(format, Model, header));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_CutShortAnywhere_IsRefused(string format)
    {
        var bytes = Write(format, Model);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ModelFormatException>(() => Read(format, bytes[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_MutatedFiles_AreReadOrRefusedAndNothingElse(string format)
    {
        var random = new Random(21);
        var bytes = Write(format, Model);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var file = Mutate(bytes, random);
            try
            {
                var (header, model) = Read(format, file);
                Assert.Equal(header.Labels.Count, model.ClassCount);
            }
            catch (ModelFormatException fault)
            {
                Assert.NotEmpty(fault.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 4, Rounds - 1);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_AnyWeightChanged_NamesTheHash(string format)
    {
        var bytes = Write(format, Model);
        var weight = BitConverter.GetBytes(Model.Members[0].Weights.Row(0, 0)[0]);
        var at = bytes.AsSpan().IndexOf(weight);
        Assert.True(at > 0);
        bytes[at] ^= 1;
        var exception = Assert.Throws<ModelFormatException>(() => Read(format, bytes));
        Assert.Contains("digits.sha256", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_ChangedWeightsWithoutHash_AreTaken(string format)
    {
        var bytes = Write(format, Model);
        var weight = BitConverter.GetBytes(Model.Members[0].Weights.Row(0, 0)[0]);
        bytes[bytes.AsSpan().IndexOf(weight)] ^= 1;
        Replace(bytes, "digits.sha256", "digits.sha-of");
        Assert.NotEqual(Model.Members[0].Weights.Row(0, 0)[0], Read(format, bytes).Model.Members[0].Weights.Row(0, 0)[0]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_FileOfAnotherProgram_SaysThatItIsNotOurs(string format)
    {
        var bytes = Write(format, Model);
        Replace(bytes, "digits.header", "theirs.header");
        var exception = Assert.Throws<ModelFormatException>(() => Read(format, bytes));
        Assert.Contains("not exported by Digits", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Read_TensorRenamed_NamesIt(string format)
    {
        var bytes = Write(format, Model);
        Replace(bytes, "layers.4.weight", "layers.4.waight", all: true);
        var exception = Assert.Throws<ModelFormatException>(() => Read(format, bytes));
        Assert.Contains("\"layers.4.weight\"", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"data_offsets\":[0,")]
    [InlineData("\"dtype\":\"F32\"")]
    [InlineData("\"shape\":[5,1,3,3]")]
    public void ReadSafetensors_HeaderThatLies_IsRefused(string what)
    {
        var bytes = Write("safetensors", Model);
        Replace(bytes, what, what.Replace('3', '4').Replace("[0,", "[9,", StringComparison.Ordinal));
        Assert.Throws<ModelFormatException>(() => Read("safetensors", bytes));
    }

    [Fact]
    public void ReadSafetensors_LengthBeyondAnyFile_IsRefused()
    {
        var bytes = Write("safetensors", Model);
        bytes.AsSpan(0, 8).Fill(0xFF);
        Assert.Throws<ModelFormatException>(() => Read("safetensors", bytes));
    }

    [Fact]
    public void WriteSafetensors_Always_BeginsItsValuesAtAMultipleOf8() =>
        Assert.Equal(0, BitConverter.ToInt64(Write("safetensors", Model)) % 8);

    private static double[] Predict(Committee model)
    {
        var probabilities = new double[model.ClassCount];
        model.Predict(Samples.Noise(model.InputShape, 1, 2).Image(0), probabilities);
        return probabilities;
    }

    private static byte[] Write(string format, Committee model, ModelHeader? header = null)
    {
        using var stream = new MemoryStream();
        header ??= ModelBytes.Header(model.Members[0]);
        switch (format)
        {
            case "safetensors": SafetensorsFile.Write(stream, header, model); break;
            case "onnx-values": OnnxFile.Write(stream, header, model, new OnnxOptions { Input = OnnxInput.Values }); break;
            default: OnnxFile.Write(stream, header, model, new OnnxOptions()); break;
        }

        return stream.ToArray();
    }

    private static (ModelHeader Header, Committee Model) Read(string format, byte[] bytes) =>
        format == "safetensors" ? SafetensorsFile.Read(new MemoryStream(bytes)) : OnnxFile.Read(new MemoryStream(bytes));

    private static void Replace(byte[] bytes, string what, string by, bool all = false)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(what));
        Assert.True(at >= 0, what);
        do
        {
            Encoding.UTF8.GetBytes(by).CopyTo(bytes, at);
            at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(what));
        }
        while (all && at >= 0);
    }

    // Changed, cut, doubled and removed bytes; half of the changes fall where the structure is, which is far smaller than the weights.
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var file = seed.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(random.Next(2) == 0 ? Math.Min(200, file.Count) : file.Count);
            var length = Math.Min(random.Next(1, 20), file.Count - at);
            switch (random.Next(5))
            {
                case 0: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[at] = (byte)(random.Next(2) == 0 ? 0xFF : random.Next(256)); break;
                case 2: file.RemoveRange(at, length); break;
                case 3: file.InsertRange(at, file.GetRange(at, length)); break;
                default: file.RemoveRange(at + length, file.Count - at - length); break;
            }
        }

        return [.. file];
    }
}
