using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>Does the work of a run on a thread of its own while its reports are written down.</summary>
internal sealed class ReportedWork(RunStore runs, RunTelemetry telemetry, TimeProvider time)
{
    /// <param name="run">The run.</param>
    /// <param name="meter">Sums up the reports.</param>
    /// <param name="work">Reports to the observer and ends soon after the token is cancelled.</param>
    /// <param name="end">Ends the work.</param>
    public async Task<T> DoAsync<T>(
        Run run, ProgressMeter meter, Func<ITrainingObserver, CancellationToken, T> work, CancellationToken end)
    {
        var reporter = new RunReporter(run.Id, meter, runs, telemetry, time);
        using var done = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end);
        var writing = reporter.WriteUntilAsync(done.Token);

        // A thread of its own: training would hold one of the pool's for minutes.
        var working = Task.Factory.StartNew(
            () => work(reporter, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (await Task.WhenAny(working, writing) == writing)
            {
                // Reports can no longer be kept, so neither could the run's end.
                await stop.CancelAsync();
            }

            return await working;
        }
        finally
        {
            await done.CancelAsync();
            await writing;
            await reporter.FlushAsync();
        }
    }
}
