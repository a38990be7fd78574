using System.Runtime.CompilerServices;
using Digits.ServiceDefaults.Limits;
using Digits.Training.V1;
using Microsoft.Extensions.Options;

namespace Digits.Training.Runs;

/// <summary>
/// Follows runs. Every watcher goes through the log at its own pace, and those at the same place share what is read, so that a watcher
/// costs little and a slow one costs training nothing.
/// </summary>
internal sealed class RunWatcher(RunStore runs, ChangeSignals signals, ShutdownGuard shutdown, IOptions<TrainingOptions> options) : IDisposable
{
    private const int PageSize = 256;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly CallLimit _watchers = new(
        options.Value.MaxWatchers, queued: 0, "TOO_MANY_WATCHERS", "Too many callers watch runs at once; try again later.", RetryAfter);

    /// <summary>The run's events after a sequence number, then every new one, until the run has ended or the caller is gone.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no such run, it has no such event, or there are too many watchers.</exception>
    public async IAsyncEnumerable<WatchRunResponse> WatchAsync(
        string id, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = await _watchers.EnterAsync(cancellationToken);
        if (!await runs.ExistsAsync(id, cancellationToken))
        {
            throw Errors.RunNotFound(id);
        }

        using var subscription = signals.TrySubscribe(id, options.Value.MaxWatchersPerRun) ?? throw Errors.TooManyWatchers(id, RetryAfter);
        var sent = afterSequence;
        while (!cancellationToken.IsCancellationRequested)
        {
            var change = subscription.Current;
            var after = sent;
            var page = await change.ShareAsync(after, () => runs.ReadEventsAsync(id, after, PageSize, CancellationToken.None))
                ?? throw Errors.RunNotFound(id);
            if (sent < 0 || sent > page.LastSequence)
            {
                throw Errors.InvalidSequence(sent, page.LastSequence);
            }

            foreach (var runEvent in page.Events)
            {
                yield return runEvent;
                sent = runEvent.Sequence;
            }

            if (page.HasEnded && sent == page.LastSequence)
            {
                yield break;
            }

            if (page.Events.Count == 0)
            {
                await shutdown.WaitAsync(change.Raised, cancellationToken);
            }
        }
    }

    public void Dispose() => _watchers.Dispose();
}
