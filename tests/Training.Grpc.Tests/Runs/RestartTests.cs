using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Settings;
using Digits.Training.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Training.Tests.Runs;

public sealed class RestartTests : TrainingFixture
{
    [Fact]
    public async Task Stop_RunTraining_FailsItQuicklyAndKeepsItsEvents()
    {
        var run = await StartEndlessRunAsync();
        var before = await Host.Runs.WatchUntilAsync(run, runEvent => runEvent.Batch is not null);

        await RestartAsync();

        var after = await Host.Runs.WatchToEndAsync(run);
        Assert.Equal(before, after.Take(before.Count));
        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(runEvent => runEvent.Sequence));
        Assert.Equal(RunState.Failed, after[^1].Run.State);
        Assert.Equal("The run was interrupted by a restart of the service.", after[^1].Run.Error);
    }

    [Fact]
    public async Task Stop_OpenWatch_EndsItAsUnavailable()
    {
        var run = await StartEndlessRunAsync();
        var watching = Host.Runs.WatchToEndAsync(run);

        await Host.StopAsync();

        // The watcher may be given the run's end before the service stops listening; both let it go on after the restart.
        var end = await Record.ExceptionAsync(() => watching);
        Assert.True(end is null or RpcException { StatusCode: StatusCode.Unavailable }, $"{end}");
    }

    [Fact]
    public async Task Start_QueuedRuns_AreRunInTheirOrder()
    {
        Processing.HoldStreams();
        var interrupted = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await Processing.Streaming;
        var first = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        var second = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;

        await RestartAsync();
        Processing.ReleaseStreams();

        Assert.Equal(RunState.Failed, (await Host.Runs.WatchToEndAsync(interrupted))[^1].Run.State);
        var firstEnd = (await Host.Runs.WatchToEndAsync(first))[^1].Run;
        var secondEnd = (await Host.Runs.WatchToEndAsync(second))[^1].Run;
        Assert.Equal((RunState.Succeeded, 1), (firstEnd.State, firstEnd.ModelVersion));
        Assert.Equal((RunState.Succeeded, 2), (secondEnd.State, secondEnd.ModelVersion));
        Assert.True(firstEnd.EndTime <= secondEnd.StartTime);
    }

    [Fact]
    public void Start_VolumeInUse_IsRefused()
    {
        var exception = Assert.Throws<FatalException>(() => new TrainingHost(Volume, Processing.Address, Settings));

        Assert.Contains("Another Training service", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WrongConfiguration_IsRefusedNamingEveryFault()
    {
        var exception = Assert.Throws<ConfigException>(() => new TrainingHost(
            Volume + "-unused",
            Processing.Address,
            [("DIGITS_EPOCHS", "0"), ("DIGITS_LR", "2"), ("DIGITS_ARCHITECTURE", "\"faster\"")]));

        Assert.Equal(["epochs", "lr"], exception.Faults.Select(fault => fault.Split(':')[0]).Order());
    }

    [Theory]
    [InlineData("\"faster\"", "faster")]
    [InlineData("""[{"type":"dense"},{"type":"convolve"}]""", "convolve")]
    public void Start_WrongArchitecture_IsRefusedNamingIt(string architecture, string named)
    {
        var exception = Assert.Throws<ConfigException>(
            () => new TrainingHost(Volume + "-unused", Processing.Address, [("DIGITS_ARCHITECTURE", architecture)]));

        Assert.All(exception.Faults, fault => Assert.StartsWith("architecture", fault, StringComparison.Ordinal));
        Assert.Contains(exception.Faults, fault => fault.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Start_WrongQueueCapacity_IsRefused() =>
        Assert.Throws<OptionsValidationException>(
            () => new TrainingHost(Volume + "-unused", Processing.Address, [("Training:QueueCapacity", "0")]));
}
