using Digits.Datasets.Quality;

namespace Digits.Datasets.Tests.Quality;

public sealed class SharedWorkTests
{
    private readonly SharedWork<int> _work = new();
    private readonly TaskCompletionSource _go = new();
    private int _begun;

    [Fact]
    public async Task GetAsync_TwoAtOnce_WorksOnce()
    {
        var first = _work.GetAsync("a", WorkAsync, CancellationToken.None);
        var second = _work.GetAsync("a", WorkAsync, CancellationToken.None);
        _go.SetResult();

        Assert.Equal((1, 1), (await first, await second));
    }

    [Fact]
    public async Task GetAsync_OneOfTwoGivesUp_TheOtherGetsIt()
    {
        using var stop = new CancellationTokenSource();
        var first = _work.GetAsync("a", WorkAsync, stop.Token);
        var second = _work.GetAsync("a", WorkAsync, CancellationToken.None);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _go.SetResult();

        Assert.Equal(1, await second);
    }

    [Fact]
    public async Task GetAsync_AllGiveUp_StopsTheWorkAndBeginsAnew()
    {
        using var stop = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        var first = _work.GetAsync(
            "a",
            async token =>
            {
                token.Register(stopped.SetResult);
                return await WorkAsync(token);
            },
            stop.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await stopped.Task;
        _go.SetResult();

        Assert.InRange(await _work.GetAsync("a", WorkAsync, CancellationToken.None), 1, 2);
    }

    [Fact]
    public async Task GetAsync_Failed_TellsAllAndBeginsAnew()
    {
        async Task<int> FailAsync(CancellationToken token)
        {
            await _go.Task;
            throw new InvalidDataException("damaged");
        }

        var first = _work.GetAsync("a", FailAsync, CancellationToken.None);
        var second = _work.GetAsync("a", FailAsync, CancellationToken.None);
        _go.SetResult();

        await Assert.ThrowsAsync<InvalidDataException>(() => first);
        await Assert.ThrowsAsync<InvalidDataException>(() => second);
        Assert.Equal(1, await _work.GetAsync("a", WorkAsync, CancellationToken.None));
    }

    private async Task<int> WorkAsync(CancellationToken stop)
    {
        var begun = Interlocked.Increment(ref _begun);
        await _go.Task.WaitAsync(stop);
        return begun;
    }
}
