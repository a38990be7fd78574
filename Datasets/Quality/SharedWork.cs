namespace Digits.Datasets.Quality;

/// <summary>Shares one piece of work among all callers that want its result at the same time. It is cancelled when no caller waits any more.</summary>
internal sealed class SharedWork<TResult>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _running = [];

    /// <summary>Waits for the work, and begins it where it is not running.</summary>
    /// <param name="key">What is wanted.</param>
    /// <param name="work">Does it, unless someone does already.</param>
    /// <param name="cancellationToken">This caller waits no longer.</param>
    public async Task<TResult> GetAsync(string key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var entry = Join(key, work);
        try
        {
            return await entry.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(key, entry);
        }
    }

    private Entry Join(string key, Func<CancellationToken, Task<TResult>> work)
    {
        lock (_gate)
        {
            if (!_running.TryGetValue(key, out var entry))
            {
                var stop = new CancellationTokenSource();
                _running[key] = entry = new Entry(Task.Run(() => work(stop.Token), CancellationToken.None), stop);
            }

            entry.Waiting++;
            return entry;
        }
    }

    private void Leave(string key, Entry entry)
    {
        lock (_gate)
        {
            if (--entry.Waiting > 0)
            {
                return;
            }

            // Later callers begin the work again.
            _running.Remove(key);
        }

        entry.Stop.Cancel();
    }

    private sealed class Entry(Task<TResult> task, CancellationTokenSource stop)
    {
        public Task<TResult> Task => task;

        public CancellationTokenSource Stop => stop;

        public int Waiting { get; set; }
    }
}
