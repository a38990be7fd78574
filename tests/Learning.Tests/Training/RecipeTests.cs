using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;
using Digits.Learning.Training.Runs;

namespace Digits.Learning.Tests.Training;

public sealed class RecipeTests
{
    private static readonly LabeledImages Train = Samples.Quarters(300, seed: 1);
    private static readonly LabeledImages Test = Samples.Quarters(100, seed: 2);

    public static TheoryData<string, double> Optimizers => new()
    {
        { OptimizerTypes.Sgd, 0.02 }, { OptimizerTypes.Adam, 0.005 }, { OptimizerTypes.AdamW, 0.005 }, { OptimizerTypes.Adadelta, 1 },
    };

    private static TrainingSettings Everything { get; } = Samples.Settings() with
    {
        Optimizer = OptimizerSettings.Of(OptimizerTypes.AdamW),
        Schedule = ScheduleSettings.Of(ScheduleTypes.Cosine),
        LabelSmoothing = 0.1,
        WeightAveraging = 0.9,
        ValidationShare = 0.2,
        KeepBest = true,
        Members = 2,
        Epochs = 3,
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Train_AnyOptimizer_LearnsEasyPictures(string type, double rate)
    {
        var settings = Samples.Settings() with { Epochs = 6, LearningRate = rate, Optimizer = OptimizerSettings.Of(type) };

        Assert.InRange(Run(settings).Test!.Accuracy, 0.95, 1);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    public void Train_WholeRecipe_GivesTheSameBitsOnAnyNumberOfThreads(int threads, int otherThreads)
    {
        var one = Run(Everything with { Threads = threads });
        var other = Run(Everything with { Threads = otherThreads });

        Assert.Equal(ModelBytes.Of(one.Model), ModelBytes.Of(other.Model));
        Assert.Equal(one.Validation!.Loss, other.Validation!.Loss);
    }

    [Fact]
    public void Train_ValidationShare_JudgesAPartThatIsNotLearned()
    {
        var observer = new RecordingObserver();
        var settings = Samples.Settings() with { ValidationShare = 0.2 };
        var parts = Samples.Data(Train, Test).HoldOut(settings);
        var result = Run(settings, observer);

        Assert.Equal(parts.Train.Count * settings.Epochs, observer.Batches[^1].ImagesSeen);
        Assert.All(result.Epochs, epoch => Assert.NotNull(epoch.ValidationAccuracy));
        Assert.Equal(Evaluator.Evaluate(result.Model, parts.Validation!).Accuracy, result.Validation!.Accuracy);
        Assert.Equal(result.Epochs[^1].ValidationLoss, result.Validation.Loss);
    }

    [Fact]
    public void Train_KeepBest_KeepsTheEpochThatReadMostOfTheValidationPart()
    {
        // A rate far too high makes the epochs differ.
        var settings = Samples.Settings() with
        {
            Epochs = 8,
            LearningRate = 0.08,
            Schedule = ScheduleSettings.Of(ScheduleTypes.Constant),
            ValidationShare = 0.3,
            KeepBest = true,
        };
        var result = Run(settings);
        var best = result.Epochs.OrderBy(epoch => -epoch.ValidationAccuracy).ThenBy(epoch => epoch.ValidationLoss).First();

        Assert.NotEqual(settings.Epochs, best.Epoch);
        Assert.Equal(best.ValidationLoss, result.Validation!.Loss);
        Assert.Equal(best.TestLoss, result.Test!.Loss);
        var parts = Samples.Data(Train, Test).HoldOut(settings);
        Assert.Equal(best.ValidationLoss, Evaluator.Evaluate(result.Model, parts.Validation!).Loss);
    }

    [Fact]
    public void Train_NoGainForLongerThanPatience_EndsBeforeTheLastEpoch()
    {
        // Labels that have nothing to do with the images can be learned by heart, but not read on others.
        var noise = Samples.Noise(Train.Shape, 120, classCount: 4);
        var settings = Samples.Settings() with { Epochs = 100, ValidationShare = 0.5, Patience = 3 };
        var result = new CpuTrainer().Train(
            Samples.Data(noise, Samples.None(Train.Shape)), settings, new RecordingObserver(), CancellationToken.None);

        var best = result.Epochs.OrderBy(epoch => -epoch.ValidationAccuracy).ThenBy(epoch => epoch.ValidationLoss).First();
        Assert.InRange(result.Epochs.Count, 4, 99);
        Assert.Equal(best.Epoch + 3, result.Epochs.Count);
        Assert.Equal(result.Epochs[^1].ValidationLoss, result.Validation!.Loss);
    }

    [Fact]
    public void Train_PatienceWithoutValidationPart_IsRefused()
    {
        var exception = Assert.Throws<TrainingRefusedException>(() => Run(Samples.Settings() with { Patience = 2 }));

        Assert.StartsWith("patience: needs a validation part", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Committee_IsTheNetworksThatItsSeedsTrainAlone()
    {
        var settings = Samples.Settings() with { Members = 3 };
        var observer = new RecordingObserver();
        var committee = Run(settings, observer);

        Assert.Equal(3, committee.Model.Members.Count);
        for (var member = 1; member <= 3; member++)
        {
            var alone = Run(settings with { Members = 1, Seed = settings.MemberSeed(member) });
            Assert.Equal(ModelBytes.Of(alone.Model), ModelBytes.Of(new Committee([committee.Model.Members[member - 1]])));
        }

        Assert.Equal([1, 1, 2, 2, 3, 3], observer.Epochs.Select(epoch => epoch.Member));
        Assert.All(observer.Batches, batch => Assert.Equal(3, batch.MemberCount));
        Assert.Equal(Enumerable.Range(1, 3), observer.Batches.Select(batch => batch.Member).Distinct());
        Assert.Equal(3 * 2 * Train.Count, observer.Batches[^1].ImagesSeen);
        Assert.Equal(Evaluator.Evaluate(committee.Model, Test).Loss, committee.Test!.Loss);
    }

    [Fact]
    public void Train_LabelSmoothing_ReportsTheSmoothedLossForTrainingAndThePlainOneForTesting()
    {
        var settings = Samples.Settings() with { Epochs = 10, LabelSmoothing = 0.4 };
        var last = Run(settings).Epochs[^1];

        // The least that a smoothed loss can be is the entropy of its aim: 0.7 for the label, 0.1 for each other class.
        var least = -((0.7 * Math.Log(0.7)) + (0.3 * Math.Log(0.1)));
        Assert.InRange(last.TrainLoss, least, least + 0.3);
        Assert.InRange(last.TestLoss!.Value, 0, least - 0.2);
    }

    [Fact]
    public void Train_WeightAveraging_KeepsTheMeanOfAllStepsWhenTheDecayIsNearlyOne()
    {
        var settings = Samples.Settings() with { Epochs = 4, WeightAveraging = 0.999_999_9 };
        var averaged = Run(settings).Model.Members[0];
        var plain = Run(settings with { WeightAveraging = 0 }).Model.Members[0];
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), Train.Shape, 4, settings.Seed);

        // The mean lies between the first weights and the last, nearer the last: the rate falls along half a cosine.
        var (toFirst, toLast) = (Distance(averaged, network), Distance(averaged, plain));
        Assert.True(toLast > 0 && toLast < toFirst, $"{toFirst} from the first weights, {toLast} from the last");
    }

    private static double Distance(Network one, Network other)
    {
        var sum = 0.0;
        for (var p = 0; p < one.Weights.Parameters.Count; p++)
        {
            var a = one.Weights[p].Span;
            var b = other.Weights[p].Span;
            for (var i = 0; i < a.Length; i++)
            {
                sum += (a[i] - b[i]) * (a[i] - b[i]);
            }
        }

        return Math.Sqrt(sum);
    }

    private static TrainingResult Run(TrainingSettings settings, ITrainingObserver? observer = null) =>
        new CpuTrainer().Train(Samples.Data(Train, Test), settings, observer ?? new RecordingObserver(), CancellationToken.None);
}
