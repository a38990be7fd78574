using System.Globalization;
using Digits.Learning.Networks;

namespace Digits.Learning.Training;

/// <summary>All that decides a training run besides the data.</summary>
public sealed record TrainingSettings
{
    /// <summary>Epochs allowed in one run.</summary>
    public const int MaxEpochs = 10_000;

    /// <summary>Images allowed in one step.</summary>
    public const int MaxBatchSize = 4096;

    /// <summary>Threads allowed.</summary>
    public const int MaxThreads = 256;

    /// <summary>The network's layers.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init; }

    /// <summary>How often every image is seen, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step, at least 1. The last batch of an epoch holds what is left over.</summary>
    public required int BatchSize { get; init; }

    /// <summary>
    /// The peak of the learning rate. The rate climbs to it over the first fifth of the run, from a tenth of it, and then falls to
    /// a thousandth of it, both along half a cosine.
    /// </summary>
    public required double LearningRate { get; init; }

    /// <summary>Decides the first weights, the order of the images and what dropout drops.</summary>
    public required uint Seed { get; init; }

    /// <summary>Threads to use; 0 means every core that the process may use. The outcome does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Every reason why a run with these numbers would be refused, whatever the images; empty when there is none.</summary>
    /// <remarks>The layers are not looked at; <see cref="Architecture.Check"/> does that.</remarks>
    public IReadOnlyList<string> Check()
    {
        var faults = new List<string>();
        if (Epochs is < 1 or > MaxEpochs)
        {
            faults.Add($"epochs: {Epochs} is not between 1 and {MaxEpochs}.");
        }

        if (BatchSize is < 1 or > MaxBatchSize)
        {
            faults.Add($"batch_size: {BatchSize} is not between 1 and {MaxBatchSize}.");
        }

        if (!(LearningRate > 0 && LearningRate <= 1))
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"lr: {LearningRate} is not greater than 0 and at most 1."));
        }

        if (Threads is < 0 or > MaxThreads)
        {
            faults.Add($"threads: {Threads} is not between 0 and {MaxThreads}.");
        }

        return faults;
    }
}
