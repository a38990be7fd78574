using Digits.Learning.Training;
using Digits.Training.Runs;

namespace Digits.Training.Tests.Runs;

public sealed class RunTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static Run Queued => new()
    {
        Id = "r",
        Dataset = "bands",
        DatasetVersion = "v1",
        Labels = ["a", "b"],
        Preset = "",
        Model = "digits",
        Settings = new TrainingSettings { Layers = [], Epochs = 1, BatchSize = 1, LearningRate = 0.1, Seed = 1 },
        CreateTime = Now,
    };

    private static RunOutcome Outcome => new(1, null, null, null);

    [Fact]
    public void Start_Queued_Runs()
    {
        var run = Queued.Start(Now);

        Assert.Equal((RunState.Running, Now, false), (run.State, run.StartTime, run.HasEnded));
    }

    [Fact]
    public void Succeed_Running_EndsWithEverythingDone()
    {
        var progress = new RunProgress(1, 1, 1, 0, 1, 10, 0.9, TimeSpan.FromSeconds(1));

        var run = (Queued.Start(Now) with { Progress = progress }).Succeed(Outcome, Now);

        Assert.Equal((RunState.Succeeded, Now, true), (run.State, run.EndTime, run.HasEnded));
        Assert.Equal((1.0, TimeSpan.Zero), (run.Progress!.Fraction, run.Progress.TimeLeft));
    }

    [Fact]
    public void Moves_FromTheWrongState_AreRefused()
    {
        Assert.Throws<InvalidOperationException>(() => Queued.Succeed(Outcome, Now));
        Assert.Throws<InvalidOperationException>(() => Queued.Fail("no", Now));
        Assert.Throws<InvalidOperationException>(() => Queued.Start(Now).Start(Now));
        Assert.Throws<InvalidOperationException>(() => Queued.Cancel(Now).Start(Now));
        Assert.Throws<InvalidOperationException>(() => Queued.Start(Now).Fail("no", Now).Succeed(Outcome, Now));
    }

    [Fact]
    public void Cancel_Ended_ChangesNothing()
    {
        var failed = Queued.Start(Now).Fail("no", Now);

        Assert.Same(failed, failed.Cancel(Now.AddDays(1)));
    }

    [Fact]
    public void Create_LaterRun_HasALaterId()
    {
        var ids = Enumerable.Range(0, 100).Select(i => RunId.Create(Now.AddMilliseconds(i))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Create_SameTime_HasAnotherId() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => RunId.Create(Now)).Distinct().Count());
}
