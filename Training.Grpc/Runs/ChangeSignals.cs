using System.Collections.Concurrent;

namespace Digits.Training.Runs;

/// <summary>
/// Wakes those who wait for a change of a subject. Subscribers take <see cref="ChangeSubscription.Current"/> first, then read the store,
/// then await: a change between the two is never missed, and a slow subscriber costs nothing but its next read.
/// </summary>
/// <remarks>A subject exists while it has subscribers, so nothing is kept of runs that nobody watches or that never were.</remarks>
internal sealed class ChangeSignals
{
    /// <summary>A run was queued.</summary>
    public const string Queue = "queue";

    /// <summary>A model version came or went.</summary>
    public const string Models = "models";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subject> _subjects = new(StringComparer.Ordinal);

    /// <summary>How many subjects have subscribers.</summary>
    public int SubjectCount
    {
        get
        {
            lock (_gate)
            {
                return _subjects.Count;
            }
        }
    }

    /// <summary>Subscribes to a subject until the result is disposed. A run's subject is its id.</summary>
    /// <param name="subject">The subject, which must exist in the store.</param>
    /// <param name="most">The most subscribers of this subject.</param>
    /// <returns>Null when there are <paramref name="most"/> already.</returns>
    public ChangeSubscription? TrySubscribe(string subject, int most)
    {
        lock (_gate)
        {
            if (!_subjects.TryGetValue(subject, out var entry))
            {
                _subjects[subject] = entry = new Subject();
            }
            else if (entry.Subscribers >= most)
            {
                return null;
            }

            entry.Subscribers++;
            return new ChangeSubscription(this, subject, entry);
        }
    }

    /// <inheritdoc cref="TrySubscribe"/>
    public ChangeSubscription Subscribe(string subject) => TrySubscribe(subject, int.MaxValue)!;

    /// <summary>Wakes the subscribers of a subject.</summary>
    public void Raise(string subject)
    {
        Change? ended;
        lock (_gate)
        {
            if (!_subjects.TryGetValue(subject, out var entry))
            {
                return;
            }

            (ended, entry.Current) = (entry.Current, new Change());
        }

        ended.End();
    }

    internal void Leave(string subject, Subject entry)
    {
        lock (_gate)
        {
            if (--entry.Subscribers == 0)
            {
                _subjects.Remove(subject);
            }
        }
    }

    /// <summary>A subject that someone waits for. Guarded by the signals' lock.</summary>
    internal sealed class Subject
    {
        public int Subscribers { get; set; }

        public volatile Change Current = new();
    }
}

/// <summary>One subscriber of one subject.</summary>
internal sealed class ChangeSubscription(ChangeSignals signals, string subject, ChangeSignals.Subject entry) : IDisposable
{
    private bool _isDisposed;

    /// <summary>The time from the subject's last change to its next one.</summary>
    public Change Current => entry.Current;

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            signals.Leave(subject, entry);
        }
    }
}

/// <summary>
/// The time between two changes of a subject. What is read from the store in it is the same for every subscriber, so the first one
/// reads and all share the result.
/// </summary>
internal sealed class Change
{
    /// <summary>Results that are kept; subscribers that lie far apart read for themselves.</summary>
    private const int MaxShared = 16;

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, Lazy<Task>> _shared = new();

    /// <summary>Ends with the subject's next change.</summary>
    public Task Raised => _end.Task;

    /// <summary>Reads once for all subscribers that ask for the same key.</summary>
    public async Task<T> ShareAsync<T>(int key, Func<Task<T>> read)
    {
        if (_shared.Count >= MaxShared && !_shared.ContainsKey(key))
        {
            return await read();
        }

        var shared = _shared.GetOrAdd(key, _ => new Lazy<Task>(read));
        try
        {
            return await (Task<T>)shared.Value;
        }
        catch
        {
            // The next one tries again.
            _shared.TryRemove(KeyValuePair.Create(key, shared));
            throw;
        }
    }

    internal void End() => _end.SetResult();
}
