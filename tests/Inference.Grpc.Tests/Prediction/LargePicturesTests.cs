using Digits.Inference.Prediction;
using Digits.Imaging;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Digits.Inference.Tests.Prediction;

public sealed class LargePicturesTests
{
    private const long LargestPicture = 4096L * 4096;
    private const int Queued = 16;

    private static readonly GrayImage Result = new(1, 1, [7]);

    [Fact]
    public async Task Read_ManyLargestPictures_HoldsOneAtATimeAndRefusesBeyondTheQueue()
    {
        using var pictures = new LargePictures(processors: 64, NullLogger<LargePictures>.Instance);
        using var reading = new Reading();
        var admitted = Enumerable.Range(0, 1 + Queued).Select(_ => pictures.ReadAsync(LargestPicture, reading.Read, default)).ToArray();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => pictures.ReadAsync(LargestPicture, reading.Read, default));
        reading.Finish();
        await Task.WhenAll(admitted);

        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_LARGE_PICTURES"), (refusal.StatusCode, RpcErrors.Reason(refusal)));
        Assert.Equal(TimeSpan.FromSeconds(2), RpcErrors.RetryAfter(refusal));
        Assert.Equal((1, admitted.Length), (reading.Most, reading.Count));
        Assert.All(admitted, read => Assert.Same(Result, read.Result));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(8, 4)]
    public async Task Read_PicturesOfOneMegapixel_KeepHalfOfTheProcessorsBusy(int processors, int most)
    {
        using var pictures = new LargePictures(processors, NullLogger<LargePictures>.Instance);
        using var reading = new Reading();
        var admitted = Enumerable.Range(0, 8).Select(_ => pictures.ReadAsync(1 << 20, reading.Read, default)).ToArray();

        await reading.WaitForAsync(most);
        reading.Finish();
        await Task.WhenAll(admitted);

        Assert.Equal((most, 8), (reading.Most, reading.Count));
    }

    [Fact]
    public async Task Read_FaultOrCancelledWait_GivesItsPlaceBack()
    {
        using var pictures = new LargePictures(processors: 2, NullLogger<LargePictures>.Instance);
        using var reading = new Reading();
        var first = pictures.ReadAsync(LargestPicture, reading.Read, default);
        using var impatient = new CancellationTokenSource();
        var waiting = pictures.ReadAsync(LargestPicture, reading.Read, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        reading.Finish();
        await first;

        await Assert.ThrowsAsync<InvalidDataException>(() => pictures.ReadAsync(long.MaxValue, () => throw new InvalidDataException(), default));
        Assert.Same(Result, await pictures.ReadAsync(long.MaxValue, () => Result, default));
    }

    /// <summary>Reads that last until they are told to end, and how many of them there were at once.</summary>
    private sealed class Reading : IDisposable
    {
        private readonly ManualResetEventSlim _finished = new();
        private readonly SemaphoreSlim _started = new(0);
        private readonly Lock _lock = new();
        private int _now;

        public int Most { get; private set; }

        public int Count { get; private set; }

        public GrayImage Read()
        {
            lock (_lock)
            {
                Count++;
                Most = Math.Max(Most, ++_now);
            }

            _started.Release();
            _finished.Wait(TimeSpan.FromMinutes(1));
            lock (_lock)
            {
                _now--;
            }

            return Result;
        }

        public async Task WaitForAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(await _started.WaitAsync(TimeSpan.FromMinutes(1)));
            }
        }

        public void Finish() => _finished.Set();

        public void Dispose()
        {
            _finished.Dispose();
            _started.Dispose();
        }
    }
}
