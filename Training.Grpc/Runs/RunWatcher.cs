using System.Runtime.CompilerServices;
using Digits.Training.V1;

namespace Digits.Training.Runs;

/// <summary>
/// Follows a run. Every watcher reads the log at its own pace, so any number of them, however slow, costs training nothing.
/// </summary>
internal sealed class RunWatcher(RunStore runs, ChangeSignals signals, ShutdownGuard shutdown)
{
    private const int PageSize = 256;

    /// <summary>The run's events after a sequence number, then every new one, until the run has ended.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is no such run, or it has no such event.</exception>
    public async IAsyncEnumerable<WatchRunResponse> WatchAsync(
        string id, int afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = afterSequence;
        while (true)
        {
            var change = signals.Next(id);
            var page = await runs.ReadEventsAsync(id, sent, PageSize, cancellationToken) ?? throw Errors.RunNotFound(id);
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
                await shutdown.WaitAsync(change, cancellationToken);
            }
        }
    }
}
