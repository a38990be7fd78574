using System.Diagnostics;
using Digits.Inference.Statistics;

namespace Digits.Inference.Batching;

/// <summary>
/// Puts images of different calls together into batches for one model version. On an idle server a call's images are computed at once, on
/// the calling thread. On a busy one they wait in line, and whenever a processor is free the first in line, up to a largest number, are
/// computed together. The line keeps its order. Thread-safe.
/// </summary>
/// <remarks>
/// Batches run on the thread pool's threads, behind the work that already waits there: that work is mostly the arrival of further calls,
/// which then still get into the batch.
/// </remarks>
internal sealed class Batcher : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly LinkedList<BatchPart> _line = [];
    private readonly BatchingOptions _options;
    private readonly int _processors;
    private readonly Action<Batch> _run;
    private readonly TimeProvider _time;
    private readonly Func<bool> _isBusy;
    private int _images;
    private int _running;
    private bool _isScheduled;
    private bool _isWaiting;

    /// <param name="options">Sizes and waits.</param>
    /// <param name="processors">The most batches that are computed at the same time.</param>
    /// <param name="run">Computes a batch on the calling thread.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isBusy">Whether other work waits for a thread; the thread pool's own count when left out.</param>
    public Batcher(BatchingOptions options, int processors, Action<Batch> run, TimeProvider time, Func<bool>? isBusy = null)
    {
        _options = options;
        _processors = processors;
        _run = run;
        _time = time;
        _isBusy = isBusy ?? (() => ThreadPool.PendingWorkItemCount > 0);
    }

    /// <summary>Computes the images of a call, alone or together with those of others.</summary>
    /// <param name="part">At most <see cref="BatchingOptions.MaxBatch"/> images.</param>
    /// <param name="cancellationToken">Takes the images out of the line; those that are being computed already are computed to the end.</param>
    public Task RunAsync(BatchPart part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isBusy = _isBusy();
        lock (_lock)
        {
            if (isBusy || _line.Count > 0 || _running >= _processors)
            {
                part.QueuedAt = _time.GetTimestamp();
                _line.AddLast(part.Place);
                _images += part.Count;
                Schedule();
                return WaitAsync(part, cancellationToken);
            }

            _running++;
        }

        try
        {
            _run(new Batch([part], part.Count, DispatchReason.Idle));
        }
        finally
        {
            Finish();
        }

        return Task.CompletedTask;
    }

    /// <summary>Computes the first batch in the line.</summary>
    public void Execute()
    {
        Batch? batch;
        lock (_lock)
        {
            _isScheduled = false;
            batch = Take();
            if (batch is null)
            {
                return;
            }

            _running++;
            Schedule();
        }

        try
        {
            _run(batch);
            Complete(batch, fault: null);
        }
        catch (Exception fault)
        {
            // Each of the calls reports it; the thread pool's thread is nobody's.
            Complete(batch, fault);
        }
        finally
        {
            Finish();
        }
    }

    private static void Complete(Batch batch, Exception? fault)
    {
        foreach (var part in batch.Parts)
        {
            if (fault is null)
            {
                part.Done.TrySetResult();
            }
            else
            {
                part.Done.TrySetException(fault);
            }
        }
    }

    private async Task WaitAsync(BatchPart part, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(_ => Leave(part, cancellationToken), null);
        await part.Done.Task;
    }

    private void Leave(BatchPart part, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (part.Place.List is null)
            {
                // It is being computed.
                return;
            }

            _line.Remove(part.Place);
            _images -= part.Count;
        }

        part.Done.TrySetCanceled(cancellationToken);
    }

    private void Finish()
    {
        lock (_lock)
        {
            _running--;
            Schedule();
        }
    }

    // Callers hold the lock. At most one batch is on its way to a thread at a time: while it is, more images get into it.
    private void Schedule()
    {
        if (_line.First is not { } first || _isScheduled || _running >= _processors)
        {
            return;
        }

        if (_images < _options.MaxBatch && _options.MaxWait > TimeSpan.Zero)
        {
            var left = _options.MaxWait - _time.GetElapsedTime(first.Value.QueuedAt);
            if (left > TimeSpan.Zero)
            {
                if (!_isWaiting)
                {
                    _isWaiting = true;
                    _ = WakeAsync(left);
                }

                return;
            }
        }

        _isScheduled = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task WakeAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _time);
        lock (_lock)
        {
            _isWaiting = false;
            Schedule();
        }
    }

    private Batch? Take()
    {
        var parts = new List<BatchPart>();
        var images = 0;
        while (_line.First is { } first && images + first.Value.Count <= _options.MaxBatch)
        {
            _line.RemoveFirst();
            images += first.Value.Count;
            parts.Add(first.Value);
        }

        _images -= images;
        var isFull = images == _options.MaxBatch || _line.First is not null;
        return parts.Count == 0 ? null : new Batch(parts, images, isFull ? DispatchReason.Full : DispatchReason.Waited);
    }
}

/// <summary>Images of one call that are computed in the same batch.</summary>
internal sealed class BatchPart
{
    public BatchPart(ReadOnlyMemory<byte>[] images)
    {
        Images = images;
        Place = new LinkedListNode<BatchPart>(this);
    }

    public ReadOnlyMemory<byte>[] Images { get; }

    public int Count => Images.Length;

    /// <summary>The probabilities of each image, once they are computed.</summary>
    public double[][] Results { get; set; } = [];

    /// <summary>The span of the call; none when nobody listens.</summary>
    public ActivityContext Caller { get; init; }

    /// <summary>The clock's timestamp when it got in line; 0 when it never had to wait.</summary>
    public long QueuedAt { get; set; }

    /// <summary>How long it was in line.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>How long its batch was computed.</summary>
    public TimeSpan Computed { get; set; }

    internal LinkedListNode<BatchPart> Place { get; }

    internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Images that are computed together.</summary>
/// <param name="Parts">The calls' parts, in the order in which they came.</param>
/// <param name="Count">Images in all.</param>
/// <param name="Reason">Why it goes off now.</param>
internal sealed record Batch(IReadOnlyList<BatchPart> Parts, int Count, DispatchReason Reason);
