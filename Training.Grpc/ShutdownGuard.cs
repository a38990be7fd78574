using Grpc.Core;

namespace Digits.Training;

/// <summary>Lets endless calls end when the service stops, instead of holding the shutdown up, and ends them cheaply when their caller goes.</summary>
internal sealed class ShutdownGuard(IHostApplicationLifetime lifetime)
{
    /// <summary>Waits for a change, or until the caller is gone, which is no exception: a thousand callers may go at once.</summary>
    /// <exception cref="RpcException">The service is stopping; the caller may come again.</exception>
    public async Task WaitAsync(Task change, CancellationToken caller)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(caller, lifetime.ApplicationStopping);
        await change.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!caller.IsCancellationRequested && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Errors.ShuttingDown();
        }
    }

    /// <summary>Sends messages until there are no more or the caller is gone. That a caller goes is how a watch usually ends, and no fault.</summary>
    public static async Task SendAsync<T>(IAsyncEnumerable<T> messages, IServerStreamWriter<T> stream, CancellationToken caller)
    {
        try
        {
            await foreach (var message in messages.WithCancellation(caller))
            {
                await stream.WriteAsync(message, caller);
            }
        }
        catch (Exception exception) when (
            caller.IsCancellationRequested && exception is (OperationCanceledException or IOException or InvalidOperationException))
        {
            // The write found the stream closed.
        }
    }
}
