using System.Collections.Concurrent;

namespace Digits.Training.Runs;

/// <summary>
/// Wakes those who wait for a change of a subject. Waiters take the task first, then read the store, then await:
/// a change between the two is never missed, and a slow waiter costs nothing but its next read.
/// </summary>
internal sealed class ChangeSignals
{
    /// <summary>A run was queued.</summary>
    public const string Queue = "queue";

    /// <summary>A model version came or went.</summary>
    public const string Models = "models";

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>A task that ends with the subject's next change. A run's subject is its id.</summary>
    public Task Next(string subject) =>
        _waiting.GetOrAdd(subject, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(string subject)
    {
        if (_waiting.TryRemove(subject, out var waiting))
        {
            waiting.SetResult();
        }
    }
}
