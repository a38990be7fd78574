using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;
using Digits.Learning.Training.Runs;

namespace Digits.Learning.Tests.Training;

public sealed class CpuTrainerTests
{
    private static readonly LabeledImages Train = Samples.Quarters(300, seed: 1);
    private static readonly LabeledImages Test = Samples.Quarters(100, seed: 2);

    [Fact]
    public void Train_EasyPictures_LearnsToReadThem()
    {
        var observer = new RecordingObserver();
        var result = Run(Train, Test, Samples.Settings() with { Epochs = 6 }, observer);

        Assert.NotNull(result.Test);
        Assert.InRange(result.Test.Accuracy, 0.97, 1);
        Assert.Equal(result.Epochs, observer.Epochs);
        Assert.Equal(result.Test.Accuracy, result.Epochs[^1].TestAccuracy);
        Assert.True(result.Epochs[^1].TrainLoss < result.Epochs[0].TrainLoss / 2);
        var counted = 0;
        for (var actual = 0; actual < 4; actual++)
        {
            for (var predicted = 0; predicted < 4; predicted++)
            {
                counted += result.Test.Confusion[actual, predicted];
            }
        }

        Assert.Equal(Test.Count, counted);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    public void Train_SameSeed_GivesTheSameBitsOnAnyNumberOfThreads(int threads, int otherThreads)
    {
        var one = Run(Train, Test, Samples.Settings() with { Threads = threads });
        var other = Run(Train, Test, Samples.Settings() with { Threads = otherThreads });

        Assert.Equal(ModelBytes.Of(one.Model), ModelBytes.Of(other.Model));
        Assert.Equal(one.Test!.Loss, other.Test!.Loss);
    }

    [Fact]
    public void Train_OtherSeed_GivesOtherWeights()
    {
        var one = Run(Train, Test, Samples.Settings());
        var other = Run(Train, Test, Samples.Settings() with { Seed = 8 });

        Assert.NotEqual(ModelBytes.Of(one.Model), ModelBytes.Of(other.Model));
    }

    [Fact]
    public void Train_LastBatchSmaller_ReportsEveryBatch()
    {
        var observer = new RecordingObserver();
        Run(Samples.Quarters(37, 1), Test, Samples.Settings(), observer);

        Assert.Equal([1, 2, 3, 1, 2, 3], observer.Batches.Select(batch => batch.Batch));
        Assert.Equal([16, 32, 37, 53, 69, 74], observer.Batches.Select(batch => batch.ImagesSeen));
        Assert.All(observer.Batches, batch => Assert.Equal(3, batch.BatchCount));
        Assert.All(observer.Batches, batch => Assert.InRange(batch.Accuracy, 0, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public void Train_BatchOfOneOrBeyondTheSet_Learns(int batchSize)
    {
        var observer = new RecordingObserver();
        var result = Run(Samples.Quarters(20, 1), Test, Samples.Settings() with { BatchSize = batchSize }, observer);

        Assert.Equal(2 * (batchSize == 1 ? 20 : 1), observer.Batches.Count);
        Assert.True(double.IsFinite(result.Test!.Loss));
    }

    [Fact]
    public void Train_AllZeroPictures_LearnsHowCommonEachClassIs()
    {
        var shape = new ImageShape(12, 12, 1);
        int[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 4 == 0 ? 1 : 0)];
        var blank = new LabeledImages(shape, new byte[64 * shape.Size], labels);

        var result = Run(blank, blank, Samples.Settings() with { Epochs = 20, LearningRate = 0.05 });

        Assert.Equal(0.75, result.Test!.Accuracy);
        Assert.InRange(result.Test.Loss, 0.5, 0.65);
    }

    [Fact]
    public void Train_OneClassOnly_LearnsToSayIt()
    {
        var shape = Train.Shape;
        var same = new LabeledImages(shape, new byte[32 * shape.Size], [.. Enumerable.Repeat(2, 32)]);

        var result = Run(same, same, Samples.Settings() with { Epochs = 20 });

        Assert.Equal(1, result.Test!.Accuracy);
        Assert.Equal(32, result.Test.Confusion[2, 2]);
    }

    [Fact]
    public void Train_NoTestPictures_LeavesJudgingOut()
    {
        var result = Run(Train, Samples.None(Train.Shape), Samples.Settings());

        Assert.Null(result.Test);
        Assert.All(result.Epochs, epoch => Assert.Null(epoch.TestAccuracy));
    }

    [Fact]
    public void Train_NoPictures_SaysSo()
    {
        var exception = Assert.Throws<ArgumentException>(() => Run(Samples.None(Train.Shape), Test, Samples.Settings()));
        Assert.StartsWith("There are no images to train on.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_LabelBeyondTheClasses_IsRefused()
    {
        var wrong = new LabeledImages(Train.Shape, new byte[Train.Shape.Size], [4]);
        var exception = Assert.Throws<ArgumentException>(() => Run(wrong, Test, Samples.Settings()));
        Assert.Contains("label 4, but there are 4 classes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_SeveralWrongSettings_NamesEach()
    {
        var settings = Samples.Settings() with { Epochs = 0, BatchSize = -1, LearningRate = double.NaN, Threads = 1000 };
        var exception = Assert.Throws<TrainingRefusedException>(() => Run(Train, Test, settings));
        Assert.All(["epochs:", "batch_size:", "lr:", "threads:"], name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Train_BatchThatNeedsTooMuchMemory_IsRefused()
    {
        const string Wide = """[{"type":"conv2d","filters":512,"kernel_size":1},{"type":"relu"},{"type":"conv2d","filters":1,"kernel_size":1},{"type":"flatten"},{"type":"dense"}]""";
        var exception = Assert.Throws<TrainingRefusedException>(
            () => Run(Samples.Noise(new ImageShape(64, 64, 1), 4096, 4), Samples.None(Train.Shape), Samples.Settings(Wide) with { BatchSize = 4096 }));
        Assert.Contains("MiB", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WeightIsNoNumber_ReportsThatItDiverged()
    {
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), Train.Shape, 4, 1);
        network.Weights.Row(0, 0)[0] = float.NaN;
        var log = new RunLog(TimeProvider.System, new RecordingObserver(), memberCount: 1);
        using var engine = new CpuEngine(network, Samples.Data(Train, Test), Samples.Settings() with { Threads = 2 }, seed: 1);
        var run = new MemberRun(engine, 1, Samples.Data(Train, Test), Samples.Settings(), log);

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Train(CancellationToken.None));

        Assert.Equal((1, 1), (exception.Epoch, exception.Batch));
    }

    [Fact]
    public void Train_CancelledInABatch_StopsBeforeTheNext()
    {
        using var source = new CancellationTokenSource();
        var observer = new RecordingObserver { AfterBatch = report => CancelAt(report.Batch == 3) };

        Assert.Throws<OperationCanceledException>(
            () => new CpuTrainer().Train(Samples.Data(Train, Test), Samples.Settings(), observer, source.Token));

        Assert.Equal(3, observer.Batches.Count);

        void CancelAt(bool now)
        {
            if (now)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Train_CancelledBeforeJudging_DoesNotJudge()
    {
        using var source = new CancellationTokenSource();
        var observer = new RecordingObserver();
        observer.AfterBatch = report =>
        {
            if (report.Batch == report.BatchCount)
            {
                source.Cancel();
            }
        };

        Assert.Throws<OperationCanceledException>(
            () => new CpuTrainer().Train(Samples.Data(Train, Test), Samples.Settings(), observer, source.Token));

        Assert.Empty(observer.Epochs);
    }

    private static TrainingResult Run(
        LabeledImages train, LabeledImages test, TrainingSettings settings, ITrainingObserver? observer = null) =>
        new CpuTrainer().Train(Samples.Data(train, test), settings, observer ?? new RecordingObserver(), CancellationToken.None);
}
