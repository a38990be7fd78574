using System.Diagnostics;

namespace Digits.Inference.Statistics;

/// <summary>One call from its start to its end. A call that ends without <see cref="Succeeded"/> has failed.</summary>
internal sealed class CallRecord : IDisposable
{
    private readonly VersionStatistics _statistics;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _input;
    private bool _isOver;

    public CallRecord(VersionStatistics statistics, TimeProvider time, CancellationToken cancellation)
    {
        _statistics = statistics;
        _time = time;
        _cancellation = cancellation;
        statistics.Began();
    }

    /// <summary>How long the call's images were in line.</summary>
    public TimeSpan Queue { get; set; }

    /// <summary>How long the batches were computed that the images were in.</summary>
    public TimeSpan Infer { get; set; }

    /// <summary>Why the call fails, if it does.</summary>
    public FailureReason Failure { get; set; } = FailureReason.Other;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>The images are read: what follows is the wait, the network and the answer.</summary>
    public void InputRead() => _input = Elapsed;

    /// <summary>The call is answered.</summary>
    /// <param name="images">Images that were read.</param>
    public void Succeeded(int images)
    {
        _isOver = true;
        var total = Elapsed;
        var output = total - _input - Queue - Infer;
        _statistics.Succeeded(new CallTimes(total, Queue, _input, Infer, output > TimeSpan.Zero ? output : TimeSpan.Zero), images, _time.GetUtcNow());
    }

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            _statistics.Failed(_cancellation.IsCancellationRequested ? FailureReason.Canceled : Failure, Elapsed);
        }
    }
}
