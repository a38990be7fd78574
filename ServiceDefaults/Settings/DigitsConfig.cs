using System.Text.Json;

namespace Digits.ServiceDefaults.Settings;

/// <summary>config.json, validated: where things are stored and what a run trains with unless it says otherwise.</summary>
public sealed record DigitsConfig
{
    /// <summary><c>data_volume</c>: the folder of the data sets, absolute.</summary>
    public required string DataVolume { get; init; }

    /// <summary><c>model_volume</c>: the folder of runs and models, absolute.</summary>
    public required string ModelVolume { get; init; }

    /// <summary><c>input_shape</c>: height, width and channels of every image; sides from 8 to 64, one channel.</summary>
    public required IReadOnlyList<int> InputShape { get; init; }

    /// <summary><c>split_ratio</c>: fraction of samples that goes to the train part where an import brings no test part, above 0 and below 1.</summary>
    public required double SplitRatio { get; init; }

    /// <summary><c>batch_size</c>: images a training step, 1 to 4096.</summary>
    public required int BatchSize { get; init; }

    /// <summary><c>epochs</c>: passes over the train part, 1 to 1000.</summary>
    public required int Epochs { get; init; }

    /// <summary><c>lr</c>: learning rate, above 0 and at most 1.</summary>
    public required double LearningRate { get; init; }

    /// <summary><c>architecture</c>: a list of layers or the name of a preset.</summary>
    public required JsonElement Architecture { get; init; }
}
