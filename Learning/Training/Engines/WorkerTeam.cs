namespace Digits.Learning.Training.Engines;

/// <summary>
/// The calling thread and a few helper threads, which do numbered tasks together. Any thread may take any task, so each task must write
/// to memory of its own: then the results depend neither on timing nor on the number of threads.
/// </summary>
/// <remarks>
/// The next tasks usually follow within microseconds, so helpers wait by spinning first, then by yielding, and finally by sleeping. One
/// 64-bit word holds the number of the round in its upper half and the number of tasks not yet taken in its lower half. A thread takes a
/// task by decrementing the word with a compare-exchange, which fails when the round has changed.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    private const int SpinsBeforeSleep = 300;

    private readonly Thread[] _helpers;
    private readonly object _gate = new();

    private Action<int, int> _work = static (_, _) => { };
    private int _count;
    private long _open;
    private int _unfinished;
    private int _asleep;
    private volatile bool _disposed;
    private Exception? _failure;

    /// <param name="threads">The number of threads including the calling one; at least 1.</param>
    public WorkerTeam(int threads)
    {
        Size = threads;
        _helpers = new Thread[threads - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            var number = i + 1;
            _helpers[i] = new Thread(() => Help(number)) { IsBackground = true, Name = $"Digits.Learning {number}" };
            _helpers[i].Start();
        }
    }

    /// <summary>The number of threads including the calling one.</summary>
    public int Size { get; }

    /// <summary>The number of threads for a setting, in which 0 means every core that the process may use.</summary>
    public static int Threads(int setting) => setting == 0 ? Environment.ProcessorCount : setting;

    /// <summary>Runs tasks 0 to <paramref name="count"/> - 1 and returns when all are done. The caller is thread 0.</summary>
    /// <param name="count">The number of tasks.</param>
    /// <param name="work">Does one task; it receives the number of the task and that of the thread.</param>
    public void Run(int count, Action<int, int> work)
    {
        if (_helpers.Length == 0 || count < 2)
        {
            for (var task = 0; task < count; task++)
            {
                work(task, 0);
            }

            return;
        }

        _work = work;
        _count = count;
        Volatile.Write(ref _unfinished, count);
        var round = (_open >> 32) + 1;
        Interlocked.Exchange(ref _open, (round << 32) | (uint)count);
        WakeSleepers();
        while (TryTake(out var task))
        {
            Work(task, 0);
        }

        var spinner = default(SpinWait);
        while (Volatile.Read(ref _unfinished) > 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is { } failure)
        {
            _failure = null;
            throw new InvalidOperationException("A task of the worker team failed.", failure);
        }
    }

    /// <summary>Ends the helper threads. No call of <see cref="Run"/> may be in progress.</summary>
    public void Dispose()
    {
        _disposed = true;
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        foreach (var helper in _helpers)
        {
            helper.Join();
        }
    }

    private void Help(int thread)
    {
        var spinner = default(SpinWait);
        while (!_disposed)
        {
            if (TryTake(out var task))
            {
                Work(task, thread);
                spinner.Reset();
            }
            else if (spinner.Count < SpinsBeforeSleep)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }
            else
            {
                Sleep();
                spinner.Reset();
            }
        }
    }

    private bool TryTake(out int task)
    {
        var open = Volatile.Read(ref _open);
        while ((uint)open > 0)
        {
            var seen = Interlocked.CompareExchange(ref _open, open - 1, open);
            if (seen == open)
            {
                // The round cannot end before this task is done, so _count belongs to this round.
                task = _count - (int)(uint)open;
                return true;
            }

            open = seen;
        }

        task = -1;
        return false;
    }

    private void Work(int task, int thread)
    {
        try
        {
            _work(task, thread);
        }
        catch (Exception exception)
        {
            // Run rethrows it on the calling thread: an unhandled exception on a helper thread would end the process.
            _failure = exception;
        }

        Interlocked.Decrement(ref _unfinished);
    }

    // This thread announces its sleep before it looks for work a last time, and Run publishes work before it looks for sleepers, so at
    // least one of them notices the other.
    private void Sleep()
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _asleep);
            if ((uint)Volatile.Read(ref _open) == 0 && !_disposed)
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _asleep);
        }
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _asleep) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
