namespace Digits.Training.Runs;

/// <summary>Works the queue off, one run at a time. The queue is the store itself, so it survives a restart.</summary>
internal sealed class RunWorker(RunStore runs, RunExecutor executor, ChangeSignals signals, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The worker's own token comes only after open calls have drained, and those may be watching the run.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested)
        {
            var queued = signals.Next(ChangeSignals.Queue);
            var waiting = await runs.ListAsync(RunState.Queued, 1, stopping.Token);
            if (waiting is [var next])
            {
                await executor.ExecuteAsync(next.Id, stopping.Token);
            }
            else
            {
                await queued.WaitAsync(stopping.Token);
            }
        }
    }
}
