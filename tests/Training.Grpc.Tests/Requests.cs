using Digits.Training.V1;

namespace Digits.Training.Tests;

/// <summary>Requests for runs.</summary>
internal static class Requests
{
    /// <summary>A linear network, over in moments.</summary>
    public static StartRunRequest Quick(string dataset) => new()
    {
        Dataset = dataset,
        Epochs = 3,
        BatchSize = 16,
        Lr = 0.01,
        Architecture = { new Layer { Type = "flatten" }, new Layer { Type = "dense" } },
    };

    /// <summary>Minutes of work, cut into batches of milliseconds.</summary>
    public static StartRunRequest Endless(string dataset) => new() { Dataset = dataset, Preset = "seed", Epochs = 1000 };
}
