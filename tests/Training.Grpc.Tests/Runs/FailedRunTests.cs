using Digits.Learning.Training;
using Digits.Processing.V1;
using Digits.Training.V1;

namespace Digits.Training.Tests.Runs;

public sealed class FailedRunTests : TrainingFixture
{
    [Fact]
    public async Task Run_DatasetDeletedBeforeItStarts_FailsNamingTheDataset()
    {
        Processing.HoldStreams();
        var blocking = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var gone = new SampleSet("gone");
        Processing.Add(gone);
        var run = (await Host.Runs.StartRunAsync(Requests.Quick("gone"))).Run.Run;
        Processing.Remove(gone);
        Processing.ReleaseStreams();

        var failed = (await Host.Runs.WatchToEndAsync(run))[^1].Run;

        Assert.Equal(RunState.Failed, failed.State);
        Assert.Equal("There is no data set \"gone\" of version \"v1\".", failed.Error);
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(blocking))[^1].Run.State);
    }

    [Fact]
    public async Task Run_ProcessingGoesAwayWhileReading_Fails()
    {
        Processing.HoldStreams();
        var run = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Processing.Streaming;
        await Processing.DisposeAsync();

        var failed = (await Host.Runs.WatchToEndAsync(run))[^1].Run;

        Assert.Equal(RunState.Failed, failed.State);
        Assert.Contains("Data set bands could not be read", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ImagesMissing_FailsCountingThem()
    {
        Processing.Tamper = _ => null;

        var failed = await TrainAsync();

        Assert.Equal("Data set bands could not be read: Processing sent 0 of 96 images.", failed.Error);
    }

    [Fact]
    public async Task Run_MoreImagesThanAnnounced_Fails()
    {
        Processing.Tamper = block => new StreamSamplesResponse(block) { Classes = { 0 } };

        var failed = await TrainAsync();

        Assert.Contains("more or other images", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ClassWithoutLabel_Fails()
    {
        Processing.Tamper = block =>
        {
            block.Classes[0] = 4;
            return block;
        };

        var failed = await TrainAsync();

        Assert.Contains("class 4", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LossDiverges_FailsWithAdviceAndRegistersNothing()
    {
        await RestartWithAsync(new FailingTrainer(new TrainingDivergedException(2, 5)));

        var failed = await TrainAsync();

        Assert.Equal(RunState.Failed, failed.State);
        Assert.Contains("epoch 2, batch 5", failed.Error, StringComparison.Ordinal);
        Assert.Empty((await Host.Models.ListModelsAsync(new ListModelsRequest())).Models);
    }

    [Fact]
    public async Task Run_InternalFault_FailsWithoutTellingInsides()
    {
        await RestartWithAsync(new FailingTrainer(new InvalidOperationException("secret insides")));

        var failed = await TrainAsync();

        Assert.Equal(RunState.Failed, failed.State);
        Assert.DoesNotContain("insides", failed.Error, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await TrainAsync()).State);
    }

    private sealed class FailingTrainer(Exception fault) : ITrainer
    {
        public TrainingResult Train(
            TrainingData data, TrainingSettings settings, ITrainingObserver observer, CancellationToken cancellationToken) => throw fault;
    }
}
