using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>All that decides a training run besides the data.</summary>
public sealed record TrainingSettings
{
    /// <summary>The network's layers.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init; }

    /// <summary>How often every picture is seen, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Pictures per step, at least 1. The last batch of an epoch holds what is left over.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The peak of the learning rate, which climbs to it over the first part of the run and then falls to zero.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Decides the first weights, the order of the pictures and what dropout drops.</summary>
    public required uint Seed { get; init; }

    /// <summary>Threads to use; 0 means every core that the process may use.</summary>
    public int Threads { get; init; }
}
