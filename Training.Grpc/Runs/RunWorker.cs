using Digits.ServiceDefaults.Storage;
using Digits.Training.Storage;

namespace Digits.Training.Runs;

/// <summary>
/// Works the queue off, one run at a time. The queue is the store itself, so it survives a restart; a disk that takes no writes only
/// makes it wait.
/// </summary>
internal sealed class RunWorker(
    RunStore runs,
    RunExecutor executor,
    ChangeSignals signals,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<RunWorker> logger)
    : BackgroundService
{
    /// <summary>How long to wait before another try on a disk that took no write.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The worker's own token comes only after open calls have drained, and those may be watching the run.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var queue = signals.Subscribe(ChangeSignals.Queue);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(queue, stopping.Token);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested && StorageFaults.Find(exception) is { } fault)
            {
                Log.QueueStopped(logger, StorageFaults.Describe(fault, ModelVolume.Name));
                await Task.Delay(Pause, time, stopping.Token);
            }
        }
    }

    private async Task WorkAsync(ChangeSubscription queue, CancellationToken stopping)
    {
        var queued = queue.Current.Raised;
        var waiting = await runs.ListAsync(RunState.Queued, 1, stopping);
        if (waiting is [var next])
        {
            await executor.ExecuteAsync(next.Id, stopping);
        }
        else
        {
            await queued.WaitAsync(stopping);
        }
    }
}
