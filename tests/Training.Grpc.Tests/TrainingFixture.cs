using Digits.Learning.Training;
using Digits.Training.V1;

namespace Digits.Training.Tests;

/// <summary>A fresh volume, a Processing peer with the data set "bands", and the service. Made anew for every test.</summary>
public abstract class TrainingFixture : IAsyncLifetime
{
    internal SampleSet Bands { get; } = new("bands");

    internal ProcessingPeer Processing { get; private set; } = null!;

    internal TrainingHost Host { get; set; } = null!;

    internal string Volume { get; } = Directory.CreateTempSubdirectory("digits-training-").FullName;

    internal virtual IReadOnlyList<(string Key, string Value)> Settings => [];

    public virtual async Task InitializeAsync()
    {
        Processing = await ProcessingPeer.StartAsync(Bands);
        Host = new TrainingHost(Volume, Processing.Address, Settings);
    }

    public async Task DisposeAsync()
    {
        Processing.ReleaseStreams();
        await Host.DisposeAsync();
        await Processing.DisposeAsync();
        Directory.Delete(Volume, recursive: true);
    }

    /// <summary>Stops the service and starts it again over the same volume.</summary>
    internal Task RestartAsync() => RestartWithAsync(null);

    /// <summary>The same with a trainer that makes faults happen.</summary>
    internal async Task RestartWithAsync(ITrainer? trainer)
    {
        await Host.DisposeAsync();
        Host = new TrainingHost(Volume, Processing.Address, Settings, trainer);
    }

    /// <summary>Starts a run that is over in moments, trains it to its end and returns it.</summary>
    internal async Task<TrainingRun> TrainAsync(Action<StartRunRequest>? change = null)
    {
        var request = Requests.Quick(Bands.Dataset.Name);
        change?.Invoke(request);
        var started = await Host.Runs.StartRunAsync(request);
        return (await Host.Runs.WatchToEndAsync(started.Run.Run))[^1].Run;
    }

    /// <summary>Starts a run that does not end by itself while the test lasts, and waits until it has reported a batch.</summary>
    internal async Task<string> StartEndlessRunAsync()
    {
        var set = new SampleSet("endless", trainCount: 1000, testCount: 100, side: 28, classCount: 10);
        Processing.Add(set);
        var started = await Host.Runs.StartRunAsync(Requests.Endless(set.Dataset.Name));
        await Host.Runs.WatchUntilAsync(started.Run.Run, runEvent => runEvent.Batch is not null);
        return started.Run.Run;
    }
}
