using Digits.Training.V1;

namespace Digits.Training.Tests;

public sealed class StarterTests : TrainingFixture
{
    private static readonly (string Key, string Value) On = ("Starter:Enabled", "true");

    private readonly SampleSet _starter = new("starter", trainCount: 60, testCount: 20, side: 28, classCount: 10);

    [Fact]
    public async Task Start_NothingThereYet_TrainsAModelOnTheStarterSetOnce()
    {
        Processing.Add(_starter);
        await RestartAsync(On);
        await Host.Starter;

        var run = Assert.Single(await RunsAsync());
        Assert.Equal(("starter", "default", "digits"), (run.Dataset, run.Preset, run.Model));
        Assert.Equal(RunState.Succeeded, (await Host.Runs.WatchToEndAsync(run.Run))[^1].Run.State);

        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run.Run });
        await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = "digits", Version = 1 });
        await RestartAsync(On);
        await Host.Starter;
        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task Start_StarterSetComesLater_IsWaitedFor()
    {
        await RestartAsync(On);
        Processing.Add(_starter);
        await Host.Starter;

        Assert.Equal("starter", Assert.Single(await RunsAsync()).Dataset);
    }

    [Fact]
    public async Task Start_NoStarterSet_GivesUpAndTriesAgainAtTheNextStart()
    {
        await RestartAsync(On, ("Starter:Patience", "00:00:00"));
        await Host.Starter;
        Assert.Empty(await RunsAsync());

        Processing.Add(_starter);
        await RestartAsync(On);
        await Host.Starter;
        Assert.Single(await RunsAsync());
    }

    [Fact]
    public async Task Start_ProcessingAway_GivesUpQuietly()
    {
        await Host.DisposeAsync();
        Host = new TrainingHost(Volume, "http://127.0.0.1:9", [On, ("Starter:Patience", "00:00:00")]);
        await Host.Starter;

        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task Start_PersonHasARun_StartsNone()
    {
        var own = await TrainAsync();
        Processing.Add(_starter);
        await RestartAsync(On);
        await Host.Starter;

        Assert.Equal(own.Run, Assert.Single(await RunsAsync()).Run);
    }

    [Fact]
    public async Task Start_SwitchedOff_StartsNone()
    {
        Processing.Add(_starter);
        await Host.Starter;

        Assert.Empty(await RunsAsync());
    }

    private async Task RestartAsync(params (string Key, string Value)[] settings)
    {
        await Host.DisposeAsync();
        Host = new TrainingHost(Volume, Processing.Address, settings);
    }

    private async Task<IEnumerable<TrainingRun>> RunsAsync() => (await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs;
}
