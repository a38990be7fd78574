namespace Digits.Training;

/// <summary>Lets endless calls end when the service stops, instead of holding the shutdown up.</summary>
internal sealed class ShutdownGuard(IHostApplicationLifetime lifetime)
{
    /// <summary>Waits for a change.</summary>
    /// <exception cref="Grpc.Core.RpcException">The service is stopping; the caller may come again.</exception>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public async Task WaitAsync(Task change, CancellationToken caller)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(caller, lifetime.ApplicationStopping);
        await change.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        caller.ThrowIfCancellationRequested();
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Errors.ShuttingDown();
        }
    }
}
