using System.Diagnostics.CodeAnalysis;
using Digits.Learning.Augmentation;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>The settings that come with Digits, chosen by how they read a part held out of the training images.</summary>
public static class Presets
{
    /// <summary>All presets, quickest first; last the one that is meant for comparison.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new Preset(
            "fast",
            "A small network for a first look: about ten seconds on two cores.",
            new TrainingSettings
            {
                Layers = [Convolution(16), Relu, Pool, Convolution(32), Relu, Pool, Flatten, Dropout(0.2), Dense(64), Relu, Classes],
                Epochs = 4,
                BatchSize = 64,
                LearningRate = 0.002,
                Seed = 1,
            }),
        new Preset(
            "default",
            "A deeper network that reads nearly every digit: about a minute and a half on two cores.",
            new TrainingSettings
            {
                Layers = Deep,
                Epochs = 5,
                BatchSize = 64,
                LearningRate = 0.002,
                Seed = 1,
            }),
        new Preset(
            "best",
            "Four networks like the default one that learn from moved, turned and bent images and answer together: some minutes on two cores.",
            new TrainingSettings
            {
                Layers = Deep,
                Epochs = 4,
                BatchSize = 64,
                LearningRate = 0.002,
                Seed = 1,
                Optimizer = OptimizerSettings.Of(OptimizerTypes.AdamW),
                Augmentation = new AugmentationSettings { Shift = 1.5, Rotation = 10, Scale = 0.1, Shear = 0.1, Elastic = 1 },
                Members = 4,
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
                Epochs = 4,
                BatchSize = 64,
                LearningRate = 0.001,
                Seed = 1,
            }),
    ];

    private static IReadOnlyList<LayerSpec> Deep =>
    [
        Convolution(16, "same"), Relu, Convolution(16, "same"), Relu, Pool,
        Convolution(32, "same"), Relu, Convolution(32, "same"), Relu, Pool,
        Flatten, Dropout(0.3), Dense(128), Relu, Dropout(0.4), Classes,
    ];

    private static LayerSpec Relu => new() { Type = LayerTypes.Relu };

    private static LayerSpec Pool => new() { Type = LayerTypes.MaxPool2d, PoolSize = 2 };

    private static LayerSpec Flatten => new() { Type = LayerTypes.Flatten };

    // The last dense layer has as many units as there are classes.
    private static LayerSpec Classes => new() { Type = LayerTypes.Dense };

    /// <summary>Finds a preset by its exact name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Preset? preset)
    {
        preset = All.FirstOrDefault(candidate => candidate.Name == name);
        return preset is not null;
    }

    private static LayerSpec Convolution(int filters, string? padding = null) =>
        new() { Type = LayerTypes.Conv2d, Filters = filters, KernelSize = 3, Padding = padding };

    private static LayerSpec Dropout(double rate) => new() { Type = LayerTypes.Dropout, Rate = rate };

    private static LayerSpec Dense(int units) => new() { Type = LayerTypes.Dense, Units = units };
}
