using Aspire.Hosting.Consoles;

namespace Digits.Hosting.Tests;

public sealed class ConsoleTests
{
    private readonly ConsoleRing _ring = new(TimeProvider.System);

    [Fact]
    public void Append_MoreThanItHolds_KeepsTheLastAndTheirNumbers()
    {
        for (var i = 1; i <= ConsoleRing.Capacity + 5; i++)
        {
            _ring.Append($"line {i}", isError: i % 2 == 0);
        }

        var kept = _ring.ReadAfter(0);

        Assert.Equal(Enumerable.Range(6, ConsoleRing.Capacity), kept.Select(l => l.LineNumber));
        Assert.All(kept, l => Assert.EndsWith($"Z line {l.LineNumber}", l.Content, StringComparison.Ordinal));
        Assert.All(kept, l => Assert.Equal(l.LineNumber % 2 == 0, l.IsErrorMessage));
        Assert.Equal(ConsoleRing.Capacity + 5, Assert.Single(_ring.ReadAfter(ConsoleRing.Capacity + 4)).LineNumber);
    }

    [Fact]
    public async Task WatchAsync_LateReader_GetsBacklogThenNewLines()
    {
        _ring.Append("early", isError: false);
        await using var reader = _ring.WatchAsync().GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.EndsWith(" early", Assert.Single(reader.Current).Content, StringComparison.Ordinal);

        var next = reader.MoveNextAsync();
        Assert.False(next.IsCompleted);
        _ring.Append("late", isError: true);

        Assert.True(await next);
        Assert.Equal((2, true), (reader.Current[0].LineNumber, reader.Current[0].IsErrorMessage));
    }

    [Fact]
    public async Task Run_Resource_ConsoleHoldsItsOutputAndWhyItWaited()
    {
        var builder = RunningApplication.CreateBuilder();
        var first = builder.AddExecutable("first", "/bin/sh", ".", "-c", "echo one; echo two >&2");
        var second = builder.AddExecutable("second", "/bin/sh", ".", "-c", "true").WaitForCompletion(first);
        await using var application = await RunningApplication.StartAsync(builder);
        await application.StateAsync(second, KnownResourceStates.Finished);

        var consoles = application.Service<ResourceLoggerService>();
        var said = await consoles.GetAllAsync(first.Resource).SelectMany(lines => lines.ToAsyncEnumerable()).ToListAsync();
        var waited = await consoles.GetAllAsync(second.Resource).SelectMany(lines => lines.ToAsyncEnumerable()).ToListAsync();

        Assert.Contains(said, l => l.Content.EndsWith("Z one", StringComparison.Ordinal) && !l.IsErrorMessage);
        Assert.Contains(said, l => l.Content.EndsWith("Z two", StringComparison.Ordinal) && l.IsErrorMessage);
        Assert.EndsWith("Waiting for 'first' to end with exit code 0.", waited[0].Content, StringComparison.Ordinal);
        Assert.EndsWith("Finished waiting for 'first'.", waited[1].Content, StringComparison.Ordinal);
    }
}
