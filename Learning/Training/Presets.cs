using System.Diagnostics.CodeAnalysis;
using Digits.Learning.Augmentation;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>The settings that come with Digits, chosen by how they read a part held out of the training images.</summary>
public static class Presets
{
    /// <summary>
    /// All presets, quickest first; last the one that is meant for comparison. Batch norms stand behind the pooling where they can: there
    /// are fewer values.
    /// </summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new Preset(
            "fast",
            "A small network for a first look: about five seconds on two cores.",
            Recipe with
            {
                Layers = [Convolution(16), Relu, Pool, Convolution(32), Relu, Pool, Flatten, Dropout(0.1), Dense(64), Relu, Classes],
                Epochs = 2,
                BatchSize = 64,
            }),
        new Preset(
            "default",
            "A deeper network that learns from moved, turned and bent images: less than half a minute on two cores.",
            Recipe with
            {
                Layers =
                [
                    Convolution(16), Pool, Norm, Relu, Convolution(32, "same"), Pool, Norm, Relu, Convolution(96, "same"), Pool, Norm, Relu,
                    Flatten, Dropout(0.2), Classes,
                ],
                Epochs = 6,
                LabelSmoothing = 0.05,
                Augmentation = Moves(0.6),
            }),
        new Preset(
            "best",
            "A deeper network that learns for longer: two minutes or more on two cores.",
            Recipe with
            {
                Layers =
                [
                    Convolution(32, size: 5), Pool, Norm, Relu, Convolution(64, "same"), Norm, Relu, Convolution(64, "same"), Pool, Norm, Relu,
                    Convolution(128), Norm, Relu, Flatten, Dropout(0.1), Classes,
                ],
                Epochs = 20,
                LabelSmoothing = 0.05,
                Augmentation = Moves(1),
                WeightAveraging = 0.999,
            }),
        new Preset(
            "seed",
            "The network of PyTorch's MNIST example, for comparison.",
            new TrainingSettings
            {
                Layers =
                [
                    Convolution(32), Relu, Convolution(64), Relu, Pool, Dropout(0.25),
                    Flatten, Dense(128), Relu, Dropout(0.5), Classes,
                ],
                Epochs = 3,
                BatchSize = 64,
                LearningRate = 0.002,
                Seed = 1,
            }),
    ];

    private static TrainingSettings Recipe => new()
    {
        Layers = [],
        Epochs = 1,
        BatchSize = 128,
        LearningRate = 0.005,
        Seed = 1,
        Optimizer = OptimizerSettings.Of(OptimizerTypes.AdamW) with { Beta2 = 0.99, WeightDecay = 0.01 },
    };

    private static LayerSpec Relu => new() { Type = LayerTypes.Relu };

    private static LayerSpec Pool => new() { Type = LayerTypes.MaxPool2d, PoolSize = 2 };

    private static LayerSpec Norm => new() { Type = LayerTypes.BatchNorm };

    private static LayerSpec Flatten => new() { Type = LayerTypes.Flatten };

    // The last dense layer has as many units as there are classes.
    private static LayerSpec Classes => new() { Type = LayerTypes.Dense };

    /// <summary>Finds a preset by its exact name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Preset? preset)
    {
        preset = All.FirstOrDefault(candidate => candidate.Name == name);
        return preset is not null;
    }

    private static LayerSpec Convolution(int filters, string? padding = null, int size = 3) =>
        new() { Type = LayerTypes.Conv2d, Filters = filters, KernelSize = size, Padding = padding };

    private static LayerSpec Dropout(double rate) => new() { Type = LayerTypes.Dropout, Rate = rate };

    private static LayerSpec Dense(int units) => new() { Type = LayerTypes.Dense, Units = units };

    private static AugmentationSettings Moves(double strength) => new()
    {
        Shift = 2 * strength,
        Rotation = 10 * strength,
        Scale = 0.1 * strength,
        Shear = 0.1 * strength,
        Elastic = strength,
    };
}
