using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Starts, stops and restarts one instance, one thing after the other.</summary>
internal sealed class ResourceSupervisor(ResourceInstance instance, ResourceRunner runner) : IDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private ResourceRun? _run;
    private Task _ended = Task.CompletedTask;
    private bool _isClosed;

    /// <summary>The instance does not start with the application.</summary>
    public bool StartsByCommand { get; } = instance.Resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    /// <summary>Starts the instance with the application.</summary>
    /// <returns>Ends when it runs, waits for others or has failed to start.</returns>
    public Task BeginAsync() => Begin()?.Taken ?? Task.CompletedTask;

    public Task<ExecuteCommandResult> StartAsync(CancellationToken cancellationToken) => TakeTurnAsync(async () =>
    {
        if (_run is null or { IsEnding: true })
        {
            // The handlers of its end are not waited for: one of them may be what starts it again.
            await (_run?.Over ?? Task.CompletedTask).WaitAsync(cancellationToken);
            return await BeginAsync(cancellationToken);
        }

        if (_run is not { IsWaiting: true } run)
        {
            return CommandResults.Failure($"'{instance.Id}' runs already.");
        }

        run.SkipWait();
        return Result(await run.Started.WaitAsync(cancellationToken));
    }, cancellationToken);

    public Task<ExecuteCommandResult> StopAsync(CancellationToken cancellationToken) => TakeTurnAsync(async () =>
    {
        if (_run is null or { IsEnding: true })
        {
            return CommandResults.Failure($"'{instance.Id}' does not run.");
        }

        _run.Stop();
        await _ended.WaitAsync(cancellationToken);
        return CommandResults.Success();
    }, cancellationToken);

    public Task<ExecuteCommandResult> RestartAsync(CancellationToken cancellationToken) => TakeTurnAsync(async () =>
    {
        if (!_ended.IsCompleted)
        {
            _run!.Stop();
            await _ended.WaitAsync(cancellationToken);
        }

        return await BeginAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Ends the instance with the application; nothing starts it again.</summary>
    /// <param name="grace">How long the process may take to end by itself.</param>
    public Task CloseAsync(TimeSpan grace)
    {
        lock (_gate)
        {
            _isClosed = true;
            if (!_ended.IsCompleted)
            {
                _run!.Stop(grace);
            }

            return _ended;
        }
    }

    public void Dispose()
    {
        _run?.Dispose();
        _turn.Dispose();
    }

    private static ExecuteCommandResult Result(string? fault) => fault is null ? CommandResults.Success() : CommandResults.Failure(fault);

    private async Task<ExecuteCommandResult> BeginAsync(CancellationToken cancellationToken)
    {
        if (Begin() is not { } run)
        {
            return CommandResults.Failure("The application is ending.");
        }

        await run.Taken.WaitAsync(cancellationToken);
        return run.IsWaiting ? CommandResults.Success() : Result(await run.Started.WaitAsync(cancellationToken));
    }

    private ResourceRun? Begin()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            _run?.Dispose();
            var run = _run = new ResourceRun(StopGrace);
            _ended = Task.Run(() => RunAsync(run));
            return run;
        }
    }

    private async Task RunAsync(ResourceRun run)
    {
        try
        {
            await runner.RunAsync(instance, run);
        }
        finally
        {
            run.RunIsOver();
        }
    }

    private async Task<ExecuteCommandResult> TakeTurnAsync(Func<Task<ExecuteCommandResult>> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
