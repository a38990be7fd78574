using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;
using Digits.Learning.Training.Runs;

namespace Digits.Learning.Tests.Training;

public sealed class AugmentedTrainingTests
{
    private const string DenseOnly = """[{"type":"flatten"},{"type":"dense","units":16},{"type":"relu"},{"type":"dense"}]""";

    private static readonly AugmentationSettings Everything = new()
    {
        Shift = 2,
        Rotation = 20,
        Scale = 0.2,
        Shear = 0.2,
        Elastic = 1,
        Stroke = 0.5,
        Erase = 0.3,
    };

    private static readonly LabeledImages Train = Samples.Quarters(100, seed: 1);
    private static readonly LabeledImages Test = Samples.Quarters(50, seed: 2);

    [Theory]
    [InlineData(Samples.SmallNetwork)]
    [InlineData(DenseOnly)]
    public void Train_Augmented_GivesTheSameBitsOnAnyNumberOfThreads(string layers)
    {
        var settings = Samples.Settings(layers) with { Augmentation = Everything };

        var one = Run(settings with { Threads = 1 });

        Assert.Equal(ModelBytes.Of(one.Model), ModelBytes.Of(Run(settings with { Threads = 2 }).Model));
        Assert.Equal(ModelBytes.Of(one.Model), ModelBytes.Of(Run(settings with { Threads = 3 }).Model));
    }

    [Theory]
    [InlineData(Samples.SmallNetwork)]
    [InlineData(DenseOnly)]
    public void Train_Augmented_LearnsOtherWeightsAndFewerByHeart(string layers)
    {
        var plain = Run(Samples.Settings(layers) with { Epochs = 20 });
        var augmented = Run(Samples.Settings(layers) with { Epochs = 20, Augmentation = Everything });

        Assert.NotEqual(ModelBytes.Of(plain.Model), ModelBytes.Of(augmented.Model));
        Assert.True(augmented.Epochs[^1].TrainLoss > plain.Epochs[^1].TrainLoss);
    }

    [Fact]
    public void Train_Augmented_JudgesByTheImagesAsTheyAre()
    {
        var result = Run(Samples.Settings() with { Augmentation = Everything });

        Assert.Equal(Evaluator.Evaluate(result.Model, Test).Loss, result.Test!.Loss);
    }

    [Fact]
    public void Train_FaultyAugmentation_NamesTheField()
    {
        var settings = Samples.Settings() with { Augmentation = new AugmentationSettings { Rotation = 200, Erase = -1 } };

        var exception = Assert.Throws<TrainingRefusedException>(() => Run(settings));

        Assert.Contains("augmentation.rotation: 200", exception.Message, StringComparison.Ordinal);
        Assert.Contains("augmentation.erase: -1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_Augmented_AllocatesNothing(int threads)
    {
        var images = Samples.Quarters(32, 1);
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), images.Shape, 4, 1);
        var adam = OptimizerSink.Create(new OptimizerSettings(), network.Weights);
        using var team = new WorkerTeam(threads);
        var augmenter = Augmenter.Create(Everything, images.Shape, 1, threads);
        var step = new TrainingStep(network, team, 32, adam, augmenter);
        var order = Samples.InOrder(32);
        Steps(3);

        // Of the calling thread, which takes part in every phase: other tests run on other threads.
        Assert.Equal(0, Allocations.Least(() => Steps(20)));

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                adam.NextStep(0.001);
                step.Batch.Take(images, order, 0, 32);
                step.Run((uint)i);
            }
        }
    }

    private static TrainingResult Run(TrainingSettings settings) =>
        new CpuTrainer().Train(Samples.Data(Train, Test), settings, new RecordingObserver(), CancellationToken.None);
}
