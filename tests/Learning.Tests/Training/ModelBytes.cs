using Digits.Learning.Networks;
using Digits.Learning.Persistence;

namespace Digits.Learning.Tests.Training;

/// <summary>A model as its file.</summary>
internal static class ModelBytes
{
    public static byte[] Of(Network network) => Of(new Committee([network]));

    public static byte[] Of(Committee model, ModelHeader? header = null)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, header ?? Header(model.Members[0]), model);
        return stream.ToArray();
    }

    public static ModelHeader Header(Network network) => new()
    {
        Model = "digits",
        Version = 3,
        Labels = [.. Enumerable.Range(0, network.ClassCount).Select(label => $"め{label}")],
        InputShape = network.InputShape,
        Layers = network.Architecture.Layers,
        Preprocessing = "ink-28",
        Dataset = "quarters",
        DatasetVersion = "1",
        Seed = 7,
        Epochs = 2,
        BatchSize = 16,
        LearningRate = 0.005,
        TestAccuracy = 0.5,
        CreatedAt = new DateTimeOffset(2026, 11, 22, 7, 0, 0, TimeSpan.Zero),
    };
}
