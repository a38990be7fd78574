using System.Collections.Concurrent;

namespace Digits.Training.Runs;

/// <summary>Stops runs on request.</summary>
internal sealed class RunCanceller(RunStore runs, ChangeSignals signals, TimeProvider time)
{
    /// <summary>A trainer stops within a batch; a caller waits for it at most this long before being told "still running".</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();

    /// <summary>Makes a run that is about to be started cancellable, until the source is given back.</summary>
    public CancellationTokenSource Open(string id)
    {
        var source = new CancellationTokenSource();
        _running[id] = source;
        return source;
    }

    public void Close(string id)
    {
        if (_running.TryRemove(id, out var source))
        {
            source.Dispose();
        }
    }

    /// <summary>Ends a queued run at once and a running one within a batch; one that has ended stays as it is.</summary>
    /// <returns>The run as it is then; null when there is no such run.</returns>
    public async Task<Run?> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var run = await runs.EndAsync(
            id, run => run.State == RunState.Queued ? run.Cancel(time.GetUtcNow()) : run, cancellationToken);
        if (run?.State != RunState.Running)
        {
            return run;
        }

        await RequestAsync(id);
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var subscription = signals.Subscribe(id);
        while (run is { HasEnded: false } && !stop.IsCancellationRequested)
        {
            var change = subscription.Current.Raised;
            run = await runs.FindAsync(id, cancellationToken);
            if (run is { HasEnded: false })
            {
                await change.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return run;
    }

    private async Task RequestAsync(string id)
    {
        if (_running.TryGetValue(id, out var source))
        {
            try
            {
                await source.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The run has just ended by itself.
            }
        }
    }
}
