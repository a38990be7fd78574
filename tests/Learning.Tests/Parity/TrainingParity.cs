using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Parity;

/// <summary>
/// Whole training steps of every optimiser against PyTorch. Errors of a step move the weights that the next step starts from, so
/// that more is allowed than for one gradient: a few roundings of the largest weight per step.
/// </summary>
public abstract class TrainingParity
{
    private const double Share = 2e-5;

    private static readonly IReadOnlyList<ParityCase> Cases = ParityCase.Read("training.json");

    public static TheoryData<string> All => [.. Cases.Select(parity => parity.Name)];

    [ContractTheory]
    [MemberData(nameof(All))]
    public void Step_RecordedSteps_EndInPyTorchsWeights(string name)
    {
        var parity = Cases.Single(candidate => candidate.Name == name);
        var images = parity.Images();
        var settings = new TrainingSettings
        {
            Layers = Architecture.Parse(parity.Layers).Layers,
            Epochs = 1,
            BatchSize = parity.Batch,
            LearningRate = 1,
            Seed = 1,
            Threads = 2,
            Optimizer = parity.OptimizerSettings(),
            LabelSmoothing = parity.LabelSmoothing,
        };
        var data = new TrainingData(images, Validation: null, images, parity.Classes);
        using var engine = Create(parity.Network(), data, settings);
        int[] order = [.. Enumerable.Range(0, images.Count)];

        for (var (step, start) = (0, 0); step < parity.Rates.Length; step++)
        {
            var count = Math.Min(parity.Batch, images.Count - start);
            var (loss, _) = engine.Step(order, start, count, parity.Rates[step], key: (uint)step);
            Assert.Equal(parity.Losses[step], loss / count, Share * Math.Max(1, parity.Losses[step]));
            start = (start + count) % images.Count;
        }

        Assert.True(engine.FinishEpoch());
        for (var p = 0; p < parity.Trained.Length; p++)
        {
            Agreement.Check($"parameter {p}", parity.Trained[p], ParityCase.Values(engine.Kept, p), Share);
        }
    }

    /// <summary>The engine to test.</summary>
    private protected abstract IEngine Create(Network network, TrainingData data, TrainingSettings settings);
}
