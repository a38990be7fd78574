using System.Text.Json;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Training;

/// <summary>Small data and settings for tests.</summary>
internal static class Samples
{
    public const string SmallNetwork =
        """[{"type":"conv2d","filters":8,"kernel_size":3},{"type":"relu"},{"type":"max_pool2d","pool_size":2},{"type":"dropout","rate":0.1},{"type":"flatten"},{"type":"dense","units":20},{"type":"relu"},{"type":"dense"}]""";

    public static Architecture Architecture(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Digits.Learning.Networks.Architecture.Parse(document.RootElement);
    }

    public static TrainingSettings Settings(string layers = SmallNetwork) => new()
    {
        Layers = Architecture(layers).Layers,
        Epochs = 2,
        BatchSize = 16,
        LearningRate = 0.005,
        Seed = 7,
    };

    /// <summary>Pictures and labels that have nothing to do with each other.</summary>
    public static LabeledImages Noise(ImageShape shape, int count, int classCount)
    {
        var random = new SeededRandom(5, 0);
        var pixels = new byte[count * shape.Size];
        foreach (ref var pixel in pixels.AsSpan())
        {
            pixel = (byte)random.Next(256);
        }

        return new LabeledImages(shape, pixels, [.. Enumerable.Range(0, count).Select(_ => random.Next(classCount))]);
    }

    /// <summary>Four classes that are easy to tell apart: which quarter of a noisy picture is bright.</summary>
    public static LabeledImages Quarters(int count, uint seed)
    {
        const int Side = 12;
        var random = new SeededRandom(seed, 0);
        var pixels = new byte[count * Side * Side];
        var labels = new int[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = random.Next(4);
            for (var i = 0; i < Side * Side; i++)
            {
                var quarter = (i / Side / (Side / 2) * 2) + (i % Side / (Side / 2));
                pixels[(image * Side * Side) + i] = (byte)(random.Next(120) + (quarter == labels[image] ? 120 : 0));
            }
        }

        return new LabeledImages(new ImageShape(Side, Side, 1), pixels, labels);
    }

    /// <summary>Four classes, no validation part.</summary>
    public static TrainingData Data(LabeledImages train, LabeledImages test) => new(train, Validation: null, test, ClassCount: 4);

    public static LabeledImages None(ImageShape shape) => new(shape, [], []);

    public static int[] InOrder(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>
    /// Biases, scales and running statistics start at 0 or 1, where a mistake with them could hide: moves them away from there.
    /// </summary>
    public static void DrawBiases(Network network)
    {
        var random = new SeededRandom(8, 0);
        for (var p = 0; p < network.Weights.Parameters.Count; p++)
        {
            if (network.Weights.Parameters[p].FanIn > 0)
            {
                continue;
            }

            foreach (ref var value in network.Weights.Row(p, 0))
            {
                value += (float)Math.Clamp(0.1 * random.NextNormal(), -0.5, 0.5);
            }
        }
    }
}
