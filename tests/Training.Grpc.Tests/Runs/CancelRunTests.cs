using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Runs;

public sealed class CancelRunTests : TrainingFixture
{
    [Fact]
    public async Task CancelRun_Queued_EndsItAtOnceAndNeverRunsIt()
    {
        Processing.HoldStreams();
        var first = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var queued = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var last = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;

        var cancelled = (await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = queued })).Run;

        Assert.Equal(RunState.Cancelled, cancelled.State);
        Assert.Null(cancelled.StartTime);
        Assert.NotNull(cancelled.EndTime);
        Processing.ReleaseStreams();
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(first))[^1].Run.State);
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(last))[^1].Run.State);
        Assert.Equal(2, (await Host.Runs.WatchToEndAsync(queued)).Count);
    }

    [Fact]
    public async Task CancelRun_ReadingItsData_EndsIt()
    {
        Processing.HoldStreams();
        var run = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Processing.Streaming;

        var cancelled = (await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run })).Run;

        Assert.Equal(RunState.Cancelled, cancelled.State);
        Assert.Null(cancelled.Progress);
    }

    [Fact]
    public async Task CancelRun_Training_EndsItAndGoesOnWithTheNext()
    {
        var run = await StartEndlessRunAsync();
        var next = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;

        var cancelled = (await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run })).Run;

        Assert.Equal(RunState.Cancelled, cancelled.State);
        Assert.False(cancelled.HasModelVersion);
        Assert.NotNull(cancelled.Progress);
        Assert.Equal(cancelled, (await Host.Runs.WatchToEndAsync(run))[^1].Run);
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(next))[^1].Run.State);
    }

    [Fact]
    public async Task CancelRun_Ended_ChangesNothing()
    {
        var run = await TrainAsync();

        var cancelled = (await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run.Run })).Run;

        Assert.Equal(run, cancelled);
    }

    [Fact]
    public async Task CancelRun_Twice_IsTheSameAsOnce()
    {
        var run = await StartEndlessRunAsync();

        var answers = await Task.WhenAll(
            Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run }).ResponseAsync,
            Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run }).ResponseAsync);

        Assert.Equal(RunState.Cancelled, answers[0].Run.State);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task CancelRun_WhileItsDatasetIsLookedUp_IsCancelledAndNotFailed()
    {
        Processing.HoldStreams();
        var first = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Processing.Streaming;
        var run = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var lookedUp = Processing.HoldLookUps();
        await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = first });
        await lookedUp;

        var cancelled = await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run });

        Assert.Equal((RunState.Cancelled, ""), (cancelled.Run.State, cancelled.Run.Error));
    }

    [Fact]
    public async Task CancelRun_Unknown_IsNotFound()
    {
        var fault = await Fault.OfAsync(Host.Runs.CancelRunAsync(new CancelRunRequest { Run = "none" }));

        Assert.Equal((StatusCode.NotFound, "RUN_NOT_FOUND"), (fault.Code, fault.Reason));
    }
}
