namespace Digits.Inference.Statistics;

/// <summary>What one version of a model has done since this process began to serve it. Thread-safe.</summary>
/// <param name="model">The model's name.</param>
/// <param name="version">The version's number.</param>
internal sealed class VersionStatistics(string model, int version)
{
    private readonly Lock _lock = new();
    private readonly Count[] _failures = new Count[Enum.GetValues<FailureReason>().Length];
    private readonly long[] _dispatches = new long[Enum.GetValues<DispatchReason>().Length];
    private readonly SortedDictionary<int, Count> _batches = [];
    private Count _success;
    private Count _queue;
    private Count _input;
    private Count _infer;
    private Count _output;
    private long _images;
    private long _executions;
    private DateTimeOffset? _last;
    private int _pending;

    public string Model => model;

    public int Version => version;

    /// <summary>Calls that are under way.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public void Began() => Interlocked.Increment(ref _pending);

    /// <summary>Notes a call that was answered.</summary>
    public void Succeeded(in CallTimes times, int images, DateTimeOffset now)
    {
        Interlocked.Decrement(ref _pending);
        lock (_lock)
        {
            _success = _success.With(times.Total);
            _queue = _queue.With(times.Queue);
            _input = _input.With(times.Input);
            _infer = _infer.With(times.Infer);
            _output = _output.With(times.Output);
            _images += images;
            _last = now;
        }
    }

    /// <summary>Notes a call that failed.</summary>
    public void Failed(FailureReason reason, TimeSpan duration)
    {
        Interlocked.Decrement(ref _pending);
        lock (_lock)
        {
            _failures[(int)reason] = _failures[(int)reason].With(duration);
        }
    }

    /// <summary>Notes a batch.</summary>
    public void Executed(int images, DispatchReason reason, TimeSpan duration)
    {
        lock (_lock)
        {
            _executions++;
            _dispatches[(int)reason]++;
            _batches[images] = _batches.GetValueOrDefault(images).With(duration);
        }
    }

    /// <summary>The numbers at this moment.</summary>
    public StatisticsSnapshot Read()
    {
        lock (_lock)
        {
            return new StatisticsSnapshot(
                _success, [.. _failures], [.. _dispatches], _queue, _input, _infer, _output, _images, _executions, _last, new SortedDictionary<int, Count>(_batches));
        }
    }
}

/// <summary>The numbers of a version at one moment.</summary>
/// <param name="Success">Calls that were answered.</param>
/// <param name="Failures">Calls that failed, by <see cref="FailureReason"/>.</param>
/// <param name="Dispatches">Batches, by <see cref="DispatchReason"/>.</param>
/// <param name="Queue">The waits of the calls that were answered.</param>
/// <param name="Input">Reading and normalising their images.</param>
/// <param name="Infer">Computing the batches that they were in.</param>
/// <param name="Output">Writing their answers.</param>
/// <param name="Images">Images of calls that were answered.</param>
/// <param name="Executions">Batches.</param>
/// <param name="Last">When the last call was answered.</param>
/// <param name="Batches">Batches by the number of their images.</param>
internal sealed record StatisticsSnapshot(
    Count Success,
    IReadOnlyList<Count> Failures,
    IReadOnlyList<long> Dispatches,
    Count Queue,
    Count Input,
    Count Infer,
    Count Output,
    long Images,
    long Executions,
    DateTimeOffset? Last,
    SortedDictionary<int, Count> Batches);

/// <summary>How often something happened and how long it took in all.</summary>
internal readonly record struct Count(long Times, TimeSpan Duration)
{
    public Count With(TimeSpan duration) => new(Times + 1, Duration + duration);

    /// <summary>Both added up.</summary>
    public Count With(Count other) => new(Times + other.Times, Duration + other.Duration);
}

/// <summary>How long the parts of a call took.</summary>
internal readonly record struct CallTimes(TimeSpan Total, TimeSpan Queue, TimeSpan Input, TimeSpan Infer, TimeSpan Output);

/// <summary>Why a call failed, as Triton distinguishes it.</summary>
internal enum FailureReason
{
    /// <summary>Too many images were waiting.</summary>
    Rejected,

    /// <summary>Its caller gave up, or its deadline passed.</summary>
    Canceled,

    /// <summary>The network failed.</summary>
    Backend,

    /// <summary>Its input could not be read.</summary>
    Other,
}

/// <summary>Why a batch went off.</summary>
internal enum DispatchReason
{
    /// <summary>It held as many images as a batch may.</summary>
    Full,

    /// <summary>Its images had waited, for a free processor and for as long as they may wait for others.</summary>
    Waited,

    /// <summary>A processor was free when its images came.</summary>
    Idle,
}
