namespace Aspire.Hosting.Running;

/// <summary>One start of an instance, seen from outside: how far it is, and how to end it.</summary>
internal sealed class ResourceRun(TimeSpan stopGrace) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _skipWait = new();
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isWaiting;
    private volatile bool _isEnding;
    private long _stopGraceTicks = stopGrace.Ticks;

    /// <summary>The run is to end.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>The run is to start without what it waits for.</summary>
    public CancellationToken WaitSkipped => _skipWait.Token;

    public bool IsWaiting => _isWaiting;

    /// <summary>How long the process may take to end by itself.</summary>
    public TimeSpan StopGrace => new(Interlocked.Read(ref _stopGraceTicks));

    /// <summary>The run waits for others, or is further.</summary>
    public Task Taken => _taken.Task;

    /// <summary>The process runs (null), or why there is none.</summary>
    public Task<string?> Started => _started.Task;

    /// <summary>The process was there; it may have ended since.</summary>
    public bool HasStarted => _started.Task is { IsCompletedSuccessfully: true, Result: null };

    /// <summary>There is no process any more, and everybody can see that; handlers of the end may still be at work.</summary>
    public bool IsEnding => _isEnding;

    /// <summary>Nothing that a next run needs is in use any more.</summary>
    public Task Over => _over.Task;

    public void Waits()
    {
        _isWaiting = true;
        _taken.TrySetResult();
    }

    public void WaitIsOver() => _isWaiting = false;

    public void Runs() => SetStarted(null);

    public void FailedToStart(string reason) => SetStarted(reason);

    /// <summary>To be called before anybody can see the end.</summary>
    public void Ends() => _isEnding = true;

    public void RunIsOver()
    {
        _isEnding = true;
        _over.TrySetResult();
    }

    public void SkipWait() => _skipWait.Cancel();

    /// <param name="grace">How long the process may take to end by itself; null for the usual time.</param>
    public void Stop(TimeSpan? grace = null)
    {
        if (grace is { } time)
        {
            Interlocked.Exchange(ref _stopGraceTicks, time.Ticks);
        }

        _stop.Cancel();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _skipWait.Dispose();
    }

    private void SetStarted(string? reason)
    {
        _isWaiting = false;
        _started.TrySetResult(reason);
        _taken.TrySetResult();
    }
}
