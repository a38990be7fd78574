using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Training;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_ManyRounds_DoesEveryTaskOnce(int threads)
    {
        using var team = new WorkerTeam(threads);
        for (var round = 0; round < 2000; round++)
        {
            var count = round % 20;
            var done = new int[count];
            team.Run(count, (task, thread) =>
            {
                Assert.InRange(thread, 0, threads - 1);
                Interlocked.Increment(ref done[task]);
            });
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Run_HelpersAsleep_WakesThem()
    {
        using var team = new WorkerTeam(2);
        using var both = new Barrier(2);

        // Each task waits for the other, so that the round ends only when two threads take part. Between rounds helpers may sleep.
        for (var round = 0; round < 50; round++)
        {
            team.Run(2, (_, _) => both.SignalAndWait());
            Thread.Yield();
        }

        Assert.Equal(50, both.CurrentPhaseNumber);
    }

    [Fact]
    public void Run_TaskFails_ThrowsAndGoesOnWorking()
    {
        using var team = new WorkerTeam(3);
        var exception = Assert.Throws<InvalidOperationException>(
            () => team.Run(8, (task, _) => throw new FormatException($"task {task}")));
        Assert.IsType<FormatException>(exception.InnerException);

        var done = 0;
        team.Run(8, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(8, done);
    }

    [Fact]
    public void Threads_Zero_MeansEveryAllowedCore() => Assert.Equal(Environment.ProcessorCount, WorkerTeam.Threads(0));
}
