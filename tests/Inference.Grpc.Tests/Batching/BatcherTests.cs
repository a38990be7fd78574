using System.Collections.Concurrent;
using Digits.Inference.Batching;
using Digits.Inference.Statistics;

namespace Digits.Inference.Tests.Batching;

public sealed class BatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Batch> _batches = new();
    private readonly SemaphoreSlim _started = new(0);
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private volatile Exception? _fault;

    public void Dispose()
    {
        _gate.Set();
        _started.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task Run_IdleServer_ComputesAtOnceOnTheCallersThread()
    {
        var thread = 0;
        var batcher = new Batcher(
            new BatchingOptions { MaxWait = TimeSpan.FromSeconds(1) }, 2, _ => thread = Environment.CurrentManagedThreadId, TimeProvider.System, () => false);
        var caller = Environment.CurrentManagedThreadId;

        var run = batcher.RunAsync(Part(0), default);

        Assert.True(run.IsCompletedSuccessfully);
        Assert.Equal(caller, thread);
        await run;
    }

    [Fact]
    public async Task Run_BusyServer_BatchesInOrderUpToTheLargestSize()
    {
        var batcher = Make(new BatchingOptions { MaxBatch = 4 });
        var first = await BlockAsync(batcher);
        var parts = Enumerable.Range(1, 10).Select(number => Part(number)).ToArray();
        var runs = parts.Select(part => batcher.RunAsync(part, default)).ToArray();
        Assert.All(runs, run => Assert.False(run.IsCompleted));

        _gate.Set();
        await Task.WhenAll([first, .. runs]).WaitAsync(Patience);

        Assert.Equal(
            ["0: Waited", "1 2 3 4: Full", "5 6 7 8: Full", "9 10: Waited"],
            _batches.Select(batch => $"{string.Join(' ', batch.Parts.Select(NumberOf))}: {batch.Reason}"));
    }

    [Fact]
    public async Task Run_PartsOfSeveralImages_StayWholeAndInOrder()
    {
        var batcher = Make(new BatchingOptions { MaxBatch = 4 });
        var first = await BlockAsync(batcher);
        var runs = new[] { Part(1, 2), Part(2, 3), Part(3, 1), Part(4, 4) }.Select(part => batcher.RunAsync(part, default)).ToArray();

        _gate.Set();
        await Task.WhenAll([first, .. runs]).WaitAsync(Patience);

        Assert.Equal(["0", "1", "2 3", "4"], _batches.Select(batch => string.Join(' ', batch.Parts.Select(NumberOf))));
        Assert.Equal([1, 2, 4, 4], _batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Run_WaitForOthers_EndsWhenTheBatchIsFullOrTheTimeIsOver()
    {
        var time = new ManualTime();
        var batcher = Make(new BatchingOptions { MaxBatch = 2, MaxWait = TimeSpan.FromMilliseconds(5) }, time);

        var alone = batcher.RunAsync(Part(0), default);
        Assert.Empty(_batches);
        time.Advance(TimeSpan.FromMilliseconds(5));
        await alone.WaitAsync(Patience);
        await Task.WhenAll(batcher.RunAsync(Part(1), default), batcher.RunAsync(Part(2), default)).WaitAsync(Patience);

        Assert.Equal([DispatchReason.Waited, DispatchReason.Full], _batches.Select(batch => batch.Reason));
    }

    [Fact]
    public async Task Cancel_InLine_FreesThePlaceAtOnce()
    {
        var batcher = Make(new BatchingOptions { MaxBatch = 4 });
        var first = await BlockAsync(batcher);
        using var impatient = new CancellationTokenSource();
        var stays = batcher.RunAsync(Part(1), default);
        var leaves = batcher.RunAsync(Part(2), impatient.Token);
        var last = batcher.RunAsync(Part(3), default);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves.WaitAsync(Patience));
        _gate.Set();
        await Task.WhenAll(first, stays, last).WaitAsync(Patience);

        Assert.Equal([0, 1, 3], _batches.SelectMany(batch => batch.Parts).Select(NumberOf));
    }

    [Fact]
    public async Task Cancel_Storm_LosesNoOtherCallAndLeavesNothingBehind()
    {
        var batcher = Make(new BatchingOptions { MaxBatch = 8 }, processors: 2);
        var random = new Random(1);
        var calls = Enumerable.Range(0, 2000).Select(number => (Part: Part(number), Cancelled: random.Next(3) == 0)).ToArray();

        var outcomes = await Task.WhenAll(calls.Select(call => Task.Run(async () =>
        {
            using var source = new CancellationTokenSource();
            try
            {
                var run = batcher.RunAsync(call.Part, source.Token);
                if (call.Cancelled)
                {
                    await source.CancelAsync();
                }

                await run;
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }))).WaitAsync(Patience);

        var computed = _batches.SelectMany(batch => batch.Parts).Select(NumberOf).ToHashSet();
        Assert.All(calls.Zip(outcomes), pair => Assert.True(pair.Second || pair.First.Cancelled));
        Assert.All(calls.Zip(outcomes).Where(pair => pair.Second), pair => Assert.Contains(NumberOf(pair.First.Part), computed));
        Assert.All(_batches, batch => Assert.InRange(batch.Count, 1, 8));
        Assert.Equal(_batches.Sum(batch => batch.Parts.Count), computed.Count);

        // Everybody has been served: an idle server computes at once again.
        var idle = new Batcher(new BatchingOptions(), 1, _batches.Enqueue, TimeProvider.System, () => false);
        Assert.True(idle.RunAsync(Part(-1), default).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Run_FailedBatch_FailsItsCallsAndNoOthers()
    {
        var batcher = Make(new BatchingOptions { MaxBatch = 2 });
        var first = await BlockAsync(batcher);
        var runs = new[] { batcher.RunAsync(Part(1), default), batcher.RunAsync(Part(2), default) };
        _fault = new InvalidOperationException("broken");
        _gate.Set();

        await Assert.ThrowsAsync<InvalidOperationException>(() => first.WaitAsync(Patience));
        Assert.All(await Task.WhenAll(runs.Select(run => Record.ExceptionAsync(() => run.WaitAsync(Patience)))), fault => Assert.IsType<InvalidOperationException>(fault));
        _fault = null;
        await batcher.RunAsync(Part(3), default).WaitAsync(Patience);
        Assert.Equal(3, NumberOf(_batches.Last().Parts[0]));
    }

    private static BatchPart Part(int number) => Part(number, 1);

    private static BatchPart Part(int number, int images) => new([.. Enumerable.Repeat<ReadOnlyMemory<byte>>(BitConverter.GetBytes(number), images)]);

    private static int NumberOf(BatchPart part) => BitConverter.ToInt32(part.Images[0].Span);

    private Batcher Make(BatchingOptions options, TimeProvider? time = null, int processors = 1) => new(
        options,
        processors,
        batch =>
        {
            _started.Release();
            _gate.Wait(Patience);
            _batches.Enqueue(batch);
            if (_fault is { } fault)
            {
                throw fault;
            }
        },
        time ?? TimeProvider.System,
        () => true);

    /// <summary>Keeps the only processor busy with part 0 until the gate opens.</summary>
    private async Task<Task> BlockAsync(Batcher batcher)
    {
        _gate.Reset();
        var first = batcher.RunAsync(Part(0), default);
        Assert.True(await _started.WaitAsync(Patience));
        return first;
    }

    /// <summary>A clock that a test moves; its timers go off when it does.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State, long Due)> _timers = [];
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timers.Add((callback, state, _now + dueTime.Ticks));
            return new NoTimer();
        }

        public void Advance(TimeSpan by)
        {
            _now += by.Ticks;
            foreach (var timer in _timers.Where(timer => timer.Due <= _now).ToList())
            {
                _timers.Remove(timer);
                timer.Callback(timer.State);
            }
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
