using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Training;

/// <summary>What every trainer keeps to, whatever its engine. A test class per engine says how to make one.</summary>
public abstract class TrainerContract
{
    private const string EveryLayer =
        """
        [{"type":"conv2d","filters":8,"kernel_size":3,"padding":"same"},{"type":"batch_norm"},{"type":"relu"},
        {"type":"max_pool2d","pool_size":2},{"type":"residual","layers":[{"type":"depthwise_conv2d","kernel_size":3,"padding":"1"},
        {"type":"leaky_relu"},{"type":"conv2d","filters":8,"kernel_size":1},{"type":"batch_norm"}]},{"type":"gelu"},
        {"type":"conv2d","filters":6,"kernel_size":2,"stride":2},{"type":"avg_pool2d","pool_size":2,"stride":1},
        {"type":"dropout","rate":0.1},{"type":"flatten"},{"type":"dense","units":12},{"type":"batch_norm"},{"type":"relu"},
        {"type":"dense"},{"type":"softmax"}]
        """;

    private const double Even = 1e-4;

    private static readonly LabeledImages Train = Samples.Quarters(300, seed: 1);
    private static readonly LabeledImages Test = Samples.Quarters(100, seed: 2);

    public static TheoryData<string, double> Optimizers => new()
    {
        { OptimizerTypes.Sgd, 0.02 }, { OptimizerTypes.Adam, 0.005 }, { OptimizerTypes.AdamW, 0.005 }, { OptimizerTypes.Adadelta, 1 },
    };

    [ContractTheory]
    [MemberData(nameof(Optimizers))]
    public void Train_AnyOptimizer_LearnsEasyPictures(string type, double rate)
    {
        var settings = Samples.Settings() with { Epochs = 6, LearningRate = rate, Optimizer = OptimizerSettings.Of(type) };

        Assert.InRange(Run(settings).Test!.Accuracy, 0.95, 1);
    }

    [ContractFact]
    public void Train_EveryLayerType_LearnsEasyPictures()
    {
        var result = Run(Samples.Settings(EveryLayer) with { Epochs = 6 });

        Assert.InRange(result.Test!.Accuracy, 0.95, 1);
        Assert.Equal(Evaluator.Evaluate(result.Model, Test).Loss, result.Test.Loss, Even);
    }

    [ContractFact]
    public void Train_AnyRun_ReportsEveryBatchAndEpoch()
    {
        var observer = new RecordingObserver();

        var result = Run(Samples.Settings(), observer);

        // 300 images in batches of 16: the last of the 19 holds 12.
        Assert.Equal(2 * 19, observer.Batches.Count);
        Assert.Equal(600, observer.Batches[^1].ImagesSeen);
        Assert.Equal((2, 19, 19), (observer.Batches[^1].Epoch, observer.Batches[^1].Batch, observer.Batches[^1].BatchCount));
        Assert.All(observer.Batches, batch => Assert.InRange(batch.Accuracy, 0, 1));
        Assert.Equal(observer.Epochs, result.Epochs);
        Assert.Equal([1, 2], result.Epochs.Select(epoch => epoch.Epoch));
        var losses = observer.Batches.Take(19).Sum(batch => batch.Loss * (batch.Batch < 19 ? 16 : 12));
        Assert.Equal(losses / 300, result.Epochs[0].TrainLoss, Even);
    }

    [ContractFact]
    public void Train_TheSameTwice_GivesTheSameBits()
    {
        var settings = Samples.Settings() with { Threads = 2 };

        Assert.Equal(ModelBytes.Of(Run(settings).Model), ModelBytes.Of(Run(settings).Model));
    }

    [ContractFact]
    public void Train_OtherSeed_GivesOtherWeights()
    {
        var settings = Samples.Settings();

        Assert.NotEqual(ModelBytes.Of(Run(settings).Model), ModelBytes.Of(Run(settings with { Seed = 8 }).Model));
    }

    [ContractFact]
    public void Train_WholeRecipe_KeepsTheBestEpochOfEachMember()
    {
        var settings = Samples.Settings() with
        {
            Optimizer = OptimizerSettings.Of(OptimizerTypes.AdamW),
            Schedule = ScheduleSettings.Of(ScheduleTypes.Cosine),
            LabelSmoothing = 0.1,
            WeightAveraging = 0.9,
            ValidationShare = 0.2,
            KeepBest = true,
            Members = 2,
            Epochs = 4,
        };

        var result = Run(settings);

        Assert.Equal(2, result.Model.Members.Count);
        var validation = Samples.Data(Train, Test).HoldOut(settings).Validation!;
        for (var member = 1; member <= 2; member++)
        {
            var best = result.Epochs.Where(epoch => epoch.Member == member)
                .OrderBy(epoch => -epoch.ValidationAccuracy).ThenBy(epoch => epoch.ValidationLoss).First();
            var kept = Evaluator.Evaluate(new Committee([result.Model.Members[member - 1]]), validation);
            Assert.Equal(best.ValidationLoss!.Value, kept.Loss, Even);
        }

        Assert.Equal(Evaluator.Evaluate(result.Model, Test).Loss, result.Test!.Loss, Even);
        Assert.InRange(result.Test.Accuracy, 0.9, 1);
    }

    [ContractFact]
    public void Train_NoGainForLongerThanPatience_EndsBeforeTheLastEpoch()
    {
        var noise = Samples.Noise(Train.Shape, 60, classCount: 4);
        var settings = Samples.Settings() with { Epochs = 100, ValidationShare = 0.5, Patience = 3 };

        var result = Create().Train(
            Samples.Data(noise, Samples.None(Train.Shape)), settings, new RecordingObserver(), CancellationToken.None);

        Assert.InRange(result.Epochs.Count, 4, 99);
        Assert.Null(result.Test);
    }

    [ContractFact]
    public void Train_AugmentedImages_AreLearnedToo()
    {
        var settings = Samples.Settings() with { Epochs = 6, Augmentation = new() { Shift = 1, Rotation = 5, Elastic = 0.5 } };

        Assert.InRange(Run(settings).Test!.Accuracy, 0.9, 1);
    }

    [ContractTheory]
    [InlineData(1, Samples.SmallNetwork)]
    [InlineData(17, Samples.SmallNetwork)]
    [InlineData(1, EveryLayer)]
    [InlineData(17, EveryLayer)]
    public void Train_LastBatchOfOneImage_TrainsOnIt(int count, string layers)
    {
        // A batch norm of flat values then has a single value to take the statistics of.
        var few = Samples.Quarters(count, seed: 3);

        var result = Create().Train(
            Samples.Data(few, few), Samples.Settings(layers), new RecordingObserver(), CancellationToken.None);

        Assert.All(result.Epochs, epoch => Assert.True(double.IsFinite(epoch.TrainLoss)));
        Assert.Equal(Evaluator.Evaluate(result.Model, few).Loss, result.Test!.Loss, Even);
    }

    [ContractFact]
    public void Train_EmptyImagesOfOneClass_AreLearned()
    {
        var blank = new LabeledImages(Train.Shape, new byte[40 * Train.Shape.Size], [.. Enumerable.Repeat(2, 40)]);

        var result = Create().Train(
            Samples.Data(blank, blank), Samples.Settings() with { Epochs = 5 }, new RecordingObserver(), CancellationToken.None);

        Assert.Equal(1, result.Test!.Accuracy);
        Assert.Equal(40, result.Test.Confusion[2, 2]);
    }

    [ContractFact]
    public void Train_WrongSettings_NamesEach()
    {
        var exception = Assert.Throws<TrainingRefusedException>(() => Run(Samples.Settings() with { Epochs = 0, LabelSmoothing = 1 }));

        Assert.All(["epochs:", "label_smoothing:"], name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }

    [ContractFact]
    public void Train_LayersThatDoNotFit_NamesThem()
    {
        const string Deep = """[{"type":"max_pool2d","pool_size":13},{"type":"flatten"},{"type":"dense"}]""";
        var exception = Assert.Throws<ArchitectureException>(() => Run(Samples.Settings(Deep)));

        Assert.Contains("layer 0 (max_pool2d)", exception.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public void Train_LabelBeyondTheClasses_IsRefused()
    {
        var wrong = Samples.Noise(Train.Shape, 30, classCount: 9);

        Assert.Throws<ArgumentException>(
            () => Create().Train(Samples.Data(wrong, Test), Samples.Settings(), new RecordingObserver(), CancellationToken.None));
    }

    [ContractFact]
    public void Train_Cancelled_StopsBeforeTheNextBatch()
    {
        using var source = new CancellationTokenSource();
        var observer = new RecordingObserver();
        observer.AfterBatch = _ =>
        {
            if (observer.Batches.Count == 3)
            {
                source.Cancel();
            }
        };

        Assert.Throws<OperationCanceledException>(
            () => Create().Train(Samples.Data(Train, Test), Samples.Settings(), observer, source.Token));
        Assert.Equal(3, observer.Batches.Count);
    }

    /// <summary>The trainer to test.</summary>
    protected abstract ITrainer Create();

    private TrainingResult Run(TrainingSettings settings, ITrainingObserver? observer = null) =>
        Create().Train(Samples.Data(Train, Test), settings, observer ?? new RecordingObserver(), CancellationToken.None);
}
