using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>
/// The last phase of a web server's life: no new connection is taken, those that are open are still served. It begins after the drain and
/// ends when no connection is left or after <see cref="Grace"/>; only then does the server close what is idle and wait for what runs.
/// </summary>
public sealed class ClosingTime : IDisposable
{
    /// <summary>
    /// How long open connections may still send one more request. A caller whose connection is closed while it sends a request sees a
    /// reset; a caller that was answered <c>Connection: close</c> opens a new connection, to another replica.
    /// </summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _begun = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private int _connections;

    /// <param name="time">The clock.</param>
    /// <param name="lifetime">The lifetime of the process.</param>
    public ClosingTime(TimeProvider time, IHostApplicationLifetime lifetime)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        _time = time;
        // A server that is not Kestrel has no listener that would begin it.
        lifetime.ApplicationStopped.Register(Begin);
    }

    /// <summary>Cancelled when it has begun: streams without an end of their own end now.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <inheritdoc/>
    public void Dispose() => _begun.Dispose();

    internal void Add(ConnectionContext connection)
    {
        Interlocked.Increment(ref _connections);
        connection.ConnectionClosed.Register(Remove);
    }

    /// <summary>Lets the open connections send and be answered once more.</summary>
    internal async Task SpendAsync(CancellationToken cancellationToken)
    {
        Begin();
        if (Volatile.Read(ref _connections) > 0)
        {
            await Task.WhenAny(_empty.Task, Task.Delay(Grace, _time, cancellationToken));
        }
    }

    private void Begin()
    {
        try
        {
            _begun.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The process has ended without having listened.
        }
    }

    private void Remove()
    {
        if (Interlocked.Decrement(ref _connections) == 0 && _begun.IsCancellationRequested)
        {
            _empty.TrySetResult();
        }
    }
}
