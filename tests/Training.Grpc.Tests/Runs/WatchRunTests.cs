using Digits.Training.V1;
using Grpc.Core;
using Kind = Digits.Training.V1.WatchRunResponse.EventOneofCase;

namespace Digits.Training.Tests.Runs;

public sealed class WatchRunTests : TrainingFixture
{
    [Fact]
    public async Task WatchRun_WholeRun_TellsItFromQueuedToSucceeded()
    {
        var started = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run;

        var events = await Host.Runs.WatchToEndAsync(started.Run);

        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(runEvent => runEvent.Sequence));
        Assert.Equal(started, events[0].Run);
        Assert.Equal(
            [RunState.Queued, RunState.Running, RunState.Succeeded],
            events.Where(runEvent => runEvent.Run is not null).Select(runEvent => runEvent.Run.State));
        Assert.Equal([1, 2, 3], events.Where(runEvent => runEvent.Epoch is not null).Select(runEvent => runEvent.Epoch.Epoch));
        Assert.Contains(events, runEvent => runEvent.Batch is not null);
        Assert.Equal(Kind.Run, events[^1].EventCase);
        Assert.Equal(events.Select(runEvent => runEvent.Time.ToDateTime()).Order(), events.Select(runEvent => runEvent.Time.ToDateTime()));
    }

    [Fact]
    public async Task WatchRun_Succeeded_CarriesWhatTheRunCameTo()
    {
        var run = await TrainAsync(request => request.Epochs = 20);

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.Equal(1, run.ModelVersion);
        Assert.Equal("", run.Error);
        Assert.InRange(run.TestAccuracy, 0.9, 1);
        Assert.InRange(run.TestLoss, 0, 1);
        Assert.Equal(20, run.Epochs.Count);
        Assert.Equal(run.TestAccuracy, run.Epochs[^1].TestAccuracy);
        Assert.Equal((20, 6, 6), (run.Progress.Epoch, run.Progress.Batch, run.Progress.BatchCount));
        Assert.Equal(1, run.Progress.Fraction);
        Assert.True(run.Progress.ImagesPerSecond > 0);
        Assert.True(run.CreateTime <= run.StartTime && run.StartTime < run.EndTime);
        Assert.Equal(Bands.Dataset.Labels, run.ConfusionMatrix.Labels);
        Assert.Equal(Bands.Dataset.TestCount, run.ConfusionMatrix.Rows.Sum(row => row.Counts.Sum()));
        Assert.All(run.ConfusionMatrix.Rows, row => Assert.Equal(Bands.Dataset.TestCount / 4, row.Counts.Sum()));
        Assert.Equal(run, (await Host.Runs.GetRunAsync(new GetRunRequest { Run = run.Run })).Run);
    }

    [Fact]
    public async Task WatchRun_NoTestPart_HasNoTestFigures()
    {
        Processing.Add(new SampleSet("bands", testCount: 0));

        var run = await TrainAsync();

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.False(run.HasTestAccuracy || run.HasTestLoss);
        Assert.Null(run.ConfusionMatrix);
        Assert.All(run.Epochs, epoch => Assert.False(epoch.HasTestAccuracy || epoch.HasTestLoss));
        var version = (await Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = "digits" })).ModelVersion;
        Assert.False(version.HasTestAccuracy);
    }

    [Fact]
    public async Task WatchRun_EndedRun_ReplaysTheSameEventsFromAnyPoint()
    {
        var run = (await TrainAsync()).Run;

        var all = await Host.Runs.WatchToEndAsync(run);

        for (var after = 0; after <= all.Count; after++)
        {
            Assert.Equal(all.Skip(after), await Host.Runs.WatchToEndAsync(run, after));
        }
    }

    [Fact]
    public async Task WatchRun_ManyWatchersAndReconnects_SeeTheSameEventsOnce()
    {
        var run = await StartEndlessRunAsync();
        var steady = Host.Runs.WatchToEndAsync(run);
        var reconnecting = ReconnectAfterEveryEventAsync(run);
        await Host.Runs.WatchUntilAsync(run, runEvent => runEvent.Sequence == 8);

        await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run });

        var seen = await steady;
        Assert.Equal(Enumerable.Range(1, seen.Count), seen.Select(runEvent => runEvent.Sequence));
        Assert.Equal(seen, await reconnecting);
        Assert.Equal(seen, await Host.Runs.WatchToEndAsync(run));
    }

    [Fact]
    public async Task WatchRun_Training_ReportsAtLeastTwiceASecondWithRisingFraction()
    {
        var run = await StartEndlessRunAsync();

        var events = await Host.Runs.WatchUntilAsync(run, runEvent => runEvent.Sequence == 14);

        var batches = events.Where(runEvent => runEvent.Batch is not null).ToList();
        Assert.All(batches, report =>
        {
            Assert.InRange(report.Batch.Fraction, 0, 1);
            Assert.True(report.Batch.TimeLeft.ToTimeSpan() > TimeSpan.Zero);
            Assert.True(report.Batch.ImagesPerSecond > 0);
            Assert.InRange(report.Batch.Accuracy, 0, 1);
        });
        Assert.Equal(batches.Select(report => report.Batch.Fraction).Order(), batches.Select(report => report.Batch.Fraction));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task WatchRun_SequenceThatIsNot_IsRefused(int afterSequence)
    {
        var run = (await TrainAsync()).Run;

        var exception = await Assert.ThrowsAsync<RpcException>(() => Host.Runs.WatchToEndAsync(run, afterSequence));

        var fault = Fault.Of(exception);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_SEQUENCE"), (fault.Code, fault.Reason));
        Assert.Equal(["after_sequence"], fault.Fields.Keys);
    }

    [Fact]
    public async Task WatchRun_UnknownRun_IsNotFound()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => Host.Runs.WatchToEndAsync("none"));

        Assert.Equal((StatusCode.NotFound, "RUN_NOT_FOUND"), (Fault.Of(exception).Code, Fault.Of(exception).Reason));
    }

    private async Task<List<WatchRunResponse>> ReconnectAfterEveryEventAsync(string run)
    {
        var seen = new List<WatchRunResponse>();
        do
        {
            seen.AddRange(await Host.Runs.WatchUntilAsync(run, _ => true, seen.Count));
        }
        while (seen[^1].Run is not { State: RunState.Cancelled });

        return seen;
    }
}
