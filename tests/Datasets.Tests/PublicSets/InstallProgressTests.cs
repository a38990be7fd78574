using Digits.Datasets.PublicSets;
using Digits.Tests.Datasets;

namespace Digits.Datasets.Tests.PublicSets;

public sealed class InstallProgressTests
{
    [Fact]
    public async Task Fetching_ManyPiecesASecond_IsToldFiveTimesASecond()
    {
        var (clock, told, set) = (new HandClock(), new List<InstallStep>(), new FakeSet().Set);
        var progress = new InstallProgress(set, Tell(told), clock);

        for (var piece = 0; piece < 1000; piece++)
        {
            await progress.FetchingAsync(set.Files[0], piece, 1000);
            clock.Pass(TimeSpan.FromMilliseconds(2));
        }

        Assert.Equal([.. Enumerable.Range(0, 10).Select(tick => 100L * tick)], told.Select(message => message.FetchedBytes));
    }

    [Fact]
    public async Task Importing_AtOnceAfterAnotherMessage_IsToldAllTheSame()
    {
        var (told, set) = (new List<InstallStep>(), new FakeSet().Set);
        var progress = new InstallProgress(set, Tell(told), new HandClock());

        await progress.CheckingAsync(set.Files[0]);
        await progress.CheckingAsync(set.Files[1]);
        await progress.ImportingAsync();
        await progress.DoneAsync();

        Assert.Equal([InstallStage.Checking, InstallStage.Importing, InstallStage.Done], told.Select(message => message.Stage));
    }

    [Fact]
    public async Task Total_OneSizeNotKnown_IsNotToldUntilTheServerTells()
    {
        var (clock, told) = (new HandClock(), new List<InstallStep>());
        var set = new FakeSet().With(file => file with { Size = file.Name == FakeSet.TrainImages ? 0 : 10 });
        var progress = new InstallProgress(set, Tell(told), clock);

        await progress.CheckingAsync(set.Files[0]);
        clock.Pass(TimeSpan.FromSeconds(1));
        await progress.FetchingAsync(set.Files[0], 5, 70);

        Assert.Equal([0, 100], told.Select(message => message.TotalBytes));
    }

    private static Func<InstallStep, Task> Tell(List<InstallStep> told) => step =>
    {
        told.Add(step);
        return Task.CompletedTask;
    };

    private sealed class HandClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time;

        public override long GetTimestamp() => _now.Ticks;
    }
}
