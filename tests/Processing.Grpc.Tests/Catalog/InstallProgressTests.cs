using Digits.Processing.Catalog;
using Digits.Processing.V1;
using Grpc.Core;

namespace Digits.Processing.Tests.Catalog;

public sealed class InstallProgressTests
{
    [Fact]
    public async Task Fetching_ManyPiecesASecond_IsToldFiveTimesASecond()
    {
        var (clock, told, set) = (new HandClock(), new Told(), new FakeSet().Set);
        var progress = new InstallProgress(set, told, clock);

        for (var piece = 0; piece < 1000; piece++)
        {
            await progress.FetchingAsync(set.Files[0], piece, 1000);
            clock.Pass(TimeSpan.FromMilliseconds(2));
        }

        Assert.Equal([.. Enumerable.Range(0, 10).Select(tick => 100L * tick)], told.Messages.Select(message => message.FetchedBytes));
    }

    [Fact]
    public async Task Importing_AtOnceAfterAnotherMessage_IsToldAllTheSame()
    {
        var (told, set) = (new Told(), new FakeSet().Set);
        var progress = new InstallProgress(set, told, new HandClock());

        await progress.CheckingAsync(set.Files[0]);
        await progress.CheckingAsync(set.Files[1]);
        await progress.ImportingAsync();
        await progress.DoneAsync(new Dataset { Name = "fake" });

        Assert.Equal([InstallStage.Checking, InstallStage.Importing, InstallStage.Done], told.Messages.Select(message => message.Stage));
        Assert.Equal("fake", told.Messages[^1].Dataset.Name);
    }

    [Fact]
    public async Task Total_OneSizeNotKnown_IsNotToldUntilTheServerTells()
    {
        var (clock, told) = (new HandClock(), new Told());
        var set = new FakeSet().With(file => file with { Size = file.Name == FakeSet.TrainImages ? 0 : 10 });
        var progress = new InstallProgress(set, told, clock);

        await progress.CheckingAsync(set.Files[0]);
        clock.Pass(TimeSpan.FromSeconds(1));
        await progress.FetchingAsync(set.Files[0], 5, 70);

        Assert.Equal([0, 100], told.Messages.Select(message => message.TotalBytes));
    }

    private sealed class HandClock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _now += time;

        public override long GetTimestamp() => _now.Ticks;
    }

    private sealed class Told : IServerStreamWriter<InstallPublicDatasetResponse>
    {
        public List<InstallPublicDatasetResponse> Messages { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(InstallPublicDatasetResponse message)
        {
            Messages.Add(message);
            return Task.CompletedTask;
        }
    }
}
