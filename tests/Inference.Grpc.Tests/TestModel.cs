using System.Security.Cryptography;
using Digits.Imaging;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;

namespace Digits.Inference.Tests;

/// <summary>A small model of one dense layer whose weights come from its version number, with the file that holds it.</summary>
internal sealed class TestModel
{
    public static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly LayerSpec[] Layers = [new() { Type = "flatten" }, new() { Type = "dense" }];

    public TestModel(
        string name = "digits", int version = 1, string[]? labels = null, int height = 28, int width = 28, string preprocessing = ModelHeader.MnistPreprocessing)
    {
        Name = name;
        Version = version;
        Labels = labels ?? Digits;
        var shape = new ImageShape(height, width, 1);
        Network = Network.Create(new Architecture(Layers), shape, Labels.Count, (uint)version);
        var header = new ModelHeader
        {
            Model = name,
            Version = version,
            Labels = Labels,
            InputShape = shape,
            Layers = Layers,
            Preprocessing = preprocessing,
            Dataset = "none",
            DatasetVersion = "1",
            Seed = (uint)version,
            Epochs = 1,
            BatchSize = 1,
            LearningRate = 0.001,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var file = new MemoryStream();
        ModelFile.Write(file, header, new Committee([Network]));
        File = file.ToArray();
    }

    public string Name { get; }

    public int Version { get; }

    public IReadOnlyList<string> Labels { get; }

    public Network Network { get; }

    public byte[] File { get; }

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(File));

    /// <summary>What the network makes of an image.</summary>
    public double[] Read(GrayImage image)
    {
        var probabilities = new double[Labels.Count];
        Network.Predict(image.Pixels, probabilities);
        return probabilities;
    }
}
