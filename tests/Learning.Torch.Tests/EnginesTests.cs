using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Tests;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training.Runs;
using TorchSharp;

namespace Digits.Learning.Torch.Tests;

/// <summary>The two engines side by side.</summary>
public sealed class EnginesTests
{
    private const string NoDropout =
        """
        [{"type":"conv2d","filters":6,"kernel_size":3},{"type":"relu"},{"type":"max_pool2d","pool_size":2},{"type":"flatten"},
        {"type":"dense","units":10},{"type":"relu"},{"type":"dense"}]
        """;

    private const string Normed =
        """
        [{"type":"conv2d","filters":8,"kernel_size":3,"padding":"same"},{"type":"batch_norm"},{"type":"relu"},
        {"type":"residual","layers":[{"type":"depthwise_conv2d","kernel_size":3,"padding":"same"},{"type":"gelu"}]},
        {"type":"avg_pool2d","pool_size":3},{"type":"flatten"},{"type":"dense"}]
        """;

    [ContractTheory]
    [InlineData(NoDropout)]
    [InlineData(Normed)]
    public void Train_NothingLeftToChance_GivesTheManagedEnginesNetwork(string layers)
    {
        var data = Samples.Data(Samples.Quarters(64, seed: 1), Samples.Quarters(50, seed: 2));
        var settings = Samples.Settings(layers) with
        {
            LabelSmoothing = 0.1,
            WeightAveraging = 0.8,
            Augmentation = new() { Shift = 1, Elastic = 0.5 },
            Optimizer = OptimizerSettings.Of(OptimizerTypes.Sgd),
        };

        var managed = new CpuTrainer().Train(data, settings, new RecordingObserver(), CancellationToken.None);
        var torch = new TorchTrainer().Train(data, settings, new RecordingObserver(), CancellationToken.None);

        Assert.Equal(managed.Epochs.Count, torch.Epochs.Count);
        Assert.All(managed.Epochs.Zip(torch.Epochs), pair => Assert.Equal(pair.First.TrainLoss, pair.Second.TrainLoss, 1e-4));
        Assert.Equal(managed.Test!.Loss, torch.Test!.Loss, 1e-4);
        Assert.Equal(managed.Test.Accuracy, torch.Test.Accuracy);
    }

    [ContractFact]
    public void Step_ManySteps_LeaveNoTensorsBehind()
    {
        var data = Samples.Data(Samples.Quarters(64, seed: 1), Samples.Quarters(50, seed: 2));
        var settings = Samples.Settings() with { WeightAveraging = 0.9 };
        var network = Network.Create(new Architecture(settings.Layers), data.Train.Shape, data.ClassCount, seed: 1);
        using var engine = new TorchEngine(network, data, settings, seed: 1);
        Steps(2);

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Steps(20);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                engine.Step(Samples.InOrder(64), 0, 16, 0.001, key: 1);
            }

            engine.FinishEpoch();
            engine.Evaluate(data.Test, CancellationToken.None);
        }
    }
}
