using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Digits.Inference.Tests;

/// <summary>Collects log entries and lets a test wait for one, so that nothing has to be polled.</summary>
internal sealed class LogSignals : ILoggerProvider, ILogger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<(string Event, LogLevel Level, string Text, Exception? Exception)> _entries = new();
    private readonly Lock _lock = new();
    private readonly List<(string Event, int Times, TaskCompletionSource Seen)> _waiting = [];

    public IEnumerable<string> Errors => _entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.Text);

    public IEnumerable<string> WithException => _entries.Where(entry => entry.Exception is not null).Select(entry => entry.Text);

    public int Mentions(string text) => _entries.Count(entry => entry.Text.Contains(text, StringComparison.Ordinal));

    public int Count(string eventName) => _entries.Count(entry => entry.Event == eventName);

    public string Last(string eventName) => _entries.Last(entry => entry.Event == eventName).Text;

    public LogLevel LevelOf(string eventName) => _entries.Last(entry => entry.Event == eventName).Level;

    /// <summary>Completes when an event has been logged so many times since the start.</summary>
    public Task WaitForAsync(string eventName, int times = 1)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((eventName, times, seen));
        }

        Notify();
        return seen.Task.WaitAsync(Patience);
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _entries.Enqueue((eventId.Name ?? "", logLevel, formatter(state, exception), exception));
        Notify();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }

    private void Notify()
    {
        lock (_lock)
        {
            foreach (var (_, _, seen) in _waiting.Where(waiting => Count(waiting.Event) >= waiting.Times))
            {
                seen.TrySetResult();
            }
        }
    }
}
