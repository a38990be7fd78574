using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;

namespace Digits.Learning.Persistence;

/// <summary>What a model file says about its network or networks.</summary>
public sealed record ModelHeader
{
    /// <summary>The <see cref="Preprocessing"/> of images that were cropped, scaled and centred as MNIST's are.</summary>
    public const string MnistPreprocessing = "mnist";

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The model's version, counted from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The label of every class, in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The shape of the images it reads.</summary>
    public required ImageShape InputShape { get; init; }

    /// <summary>The layers of the network; of its first member where it is a committee.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init; }

    /// <summary>The name of the normalisation that its images went through.</summary>
    public required string Preprocessing { get; init; }

    /// <summary>The data set it was trained on.</summary>
    public required string Dataset { get; init; }

    /// <summary>The version of that data set.</summary>
    public required string DatasetVersion { get; init; }

    /// <summary>The training seed.</summary>
    public required uint Seed { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The peak learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Everything it was trained with; null for a model that was written before this was kept.</summary>
    public TrainingSettings? Recipe { get; init; }

    /// <summary>Accuracy on the test images, 0 to 1; null when there were none.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Mean cross-entropy on the test images; null when there were none.</summary>
    public double? TestLoss { get; init; }

    /// <summary>When the training ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <exception cref="ArgumentException">This is the header of another model.</exception>
    internal void CheckDescribes(Committee model)
    {
        if (InputShape != model.InputShape || Labels.Count != model.ClassCount
            || !Layers.SequenceEqual(model.Members[0].Architecture.Layers))
        {
            throw new ArgumentException("The header's shape, labels or layers are not those of the model.");
        }
    }
}
