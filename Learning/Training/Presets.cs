using System.Diagnostics.CodeAnalysis;
using Digits.Learning.Augmentation;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;

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
                Layers = NamedArchitectures.Fast,
                Epochs = 2,
                BatchSize = 64,
            }),
        new Preset(
            "default",
            "A deeper network that learns from moved, turned and bent images: less than half a minute on two cores.",
            Recipe with
            {
                Layers = NamedArchitectures.Default,
                Epochs = 6,
                LabelSmoothing = 0.05,
                Augmentation = Moves(0.6),
            }),
        new Preset(
            "best",
            "A deeper network that learns for longer: two minutes or more on two cores.",
            Recipe with
            {
                Layers = NamedArchitectures.Best,
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
                Layers = NamedArchitectures.Seed,
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

    /// <summary>Finds a preset by its exact name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Preset? preset)
    {
        preset = All.FirstOrDefault(candidate => candidate.Name == name);
        return preset is not null;
    }

    private static AugmentationSettings Moves(double strength) => new()
    {
        Shift = 2 * strength,
        Rotation = 10 * strength,
        Scale = 0.1 * strength,
        Shear = 0.1 * strength,
        Elastic = strength,
    };
}

/// <summary>Training settings known by a name.</summary>
/// <param name="Name">Lower case, for example <c>default</c>.</param>
/// <param name="Description">One sentence for people.</param>
/// <param name="Settings">What the name stands for.</param>
public sealed record Preset(string Name, string Description, TrainingSettings Settings);
