using System.Collections.Concurrent;

namespace Digits.Processing.Catalog;

/// <summary>Lets one installation at a time work on the files of a set.</summary>
internal sealed class InstallTurns
{
    // Long enough for the call of somebody who has just left to end, when the same one comes back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>Takes the turn.</summary>
    /// <returns>What gives it back.</returns>
    /// <exception cref="Grpc.Core.RpcException">ABORTED: another call has it and does not give it back soon.</exception>
    public async Task<IDisposable> TakeAsync(PublicSet set, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(set.Folder, _ => new SemaphoreSlim(1, 1));
        return await turn.WaitAsync(Patience, cancellationToken) ? new Turn(turn) : throw Errors.InstallRunning(set);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
