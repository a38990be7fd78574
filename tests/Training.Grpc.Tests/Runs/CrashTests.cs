using Digits.Training.V1;

namespace Digits.Training.Tests.Runs;

public sealed class CrashTests : TrainingFixture
{
    [Fact]
    public async Task Kill_WhileTraining_LosesNoEventAndNoQueuedRun()
    {
        await Host.DisposeAsync();
        var endless = new SampleSet("endless", trainCount: 1000, testCount: 100, side: 28, classCount: 10);
        Processing.Add(endless);
        using var process = await TrainingProcess.StartAsync(Volume, Processing.Address);
        var running = (await process.Runs.StartRunAsync(Requests.Endless("endless"))).Run.Run;
        var queued = (await process.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var before = await process.Runs.WatchUntilAsync(running, runEvent => runEvent.Sequence == 8);
        await process.KillAsync();

        Host = new TrainingHost(Volume, Processing.Address, Settings);

        var after = await Host.Runs.WatchToEndAsync(running);
        Assert.Equal(before, after.Take(before.Count));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(runEvent => runEvent.Sequence));
        Assert.Equal(RunState.Failed, after[^1].Run.State);
        Assert.Equal("The run was interrupted by a restart of the service.", after[^1].Run.Error);
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(queued))[^1].Run.State);
    }

    [Fact]
    public async Task WatchRun_CallersHangUp_CostNoLineOfTheLog()
    {
        await Host.DisposeAsync();
        Processing.Add(new SampleSet("endless", trainCount: 1000, testCount: 100, side: 28, classCount: 10));
        using var process = await TrainingProcess.StartAsync(Volume, Processing.Address);
        var run = (await process.Runs.StartRunAsync(Requests.Endless("endless"))).Run.Run;

        for (var i = 0; i < 100; i++)
        {
            await process.Runs.WatchUntilAsync(run, _ => true);
        }

        await process.Runs.CancelRunAsync(new CancelRunRequest { Run = run });
        await process.KillAsync();
        Host = new TrainingHost(Volume, Processing.Address, Settings);
        Assert.DoesNotContain(process.Output, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Output, line => line.Contains("WatchRun", StringComparison.Ordinal));
        Assert.Contains(process.Output, line => line.Contains("was cancelled", StringComparison.Ordinal));
    }
}
