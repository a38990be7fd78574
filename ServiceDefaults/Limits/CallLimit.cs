using System.Threading.RateLimiting;
using Digits.ServiceDefaults.Errors;

namespace Digits.ServiceDefaults.Limits;

/// <summary>
/// Bounds how much of one kind of work is under way at once. Work beyond the limit waits in the order in which it came; where the queue is
/// full too, the caller is refused with RESOURCE_EXHAUSTED and told when to try again. Thread-safe.
/// </summary>
public sealed class CallLimit : IDisposable
{
    private readonly ConcurrencyLimiter _limiter;
    private readonly string _reason;
    private readonly string _message;
    private readonly TimeSpan _retryAfter;

    /// <param name="permits">How many permits may be held at once, at least 1. What a permit stands for is the owner's choice: a call, a megapixel.</param>
    /// <param name="queued">How many permits may be waited for, at least 0.</param>
    /// <param name="reason">The stable reason of a refusal, in UPPER_SNAKE_CASE.</param>
    /// <param name="message">What a refused caller reads.</param>
    /// <param name="retryAfter">How long a refused caller should wait; a second unless given.</param>
    public CallLimit(int permits, int queued, string reason, string message, TimeSpan? retryAfter = null)
    {
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = permits,
            QueueLimit = queued,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        Permits = permits;
        _reason = reason;
        _message = message;
        _retryAfter = retryAfter ?? TimeSpan.FromSeconds(1);
    }

    /// <summary>How many permits there are.</summary>
    public int Permits { get; }

    /// <summary>Waits for permits and holds them until the result is disposed.</summary>
    /// <param name="permits">How many are needed, from 0 to <see cref="Permits"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the queue is full.</exception>
    public async ValueTask<IDisposable> EnterAsync(int permits, CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(permits, cancellationToken);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        throw RpcErrors.ResourceExhausted(_reason, _message, _retryAfter);
    }

    /// <summary>Waits for one permit.</summary>
    /// <inheritdoc cref="EnterAsync(int, CancellationToken)"/>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => EnterAsync(1, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
