using System.Threading.Channels;
using Aspire.Hosting.Running;

namespace Digits.Hosting.Tests;

public sealed class ResourceProcessTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    [Fact]
    public async Task Start_ProgramWritesOnBothStreams_AllLinesAreReadBeforeTheExit()
    {
        var lines = Channel.CreateUnbounded<string>();
        using var process = Shell("for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit 5", (line, isError) => lines.Writer.TryWrite($"{isError} {line}"));

        Assert.Equal(5, await process.Exited);

        lines.Writer.Complete();
        var read = await lines.Reader.ReadAllAsync().ToListAsync();
        Assert.Equal(["False out 1", "False out 2", "False out 3", "True err 1", "True err 2", "True err 3"], read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_ProgramReadsInput_FindsItsEnd()
    {
        using var process = Shell("cat; exit 4", (_, _) => { });

        Assert.Equal(4, await process.Exited);
    }

    [Fact]
    public async Task StopAsync_ProgramObeys_EndsByItself()
    {
        var ready = new TaskCompletionSource<string>();
        using var process = Shell("trap 'exit 6' TERM; echo ready; while :; do sleep 1; done", (line, _) => ready.TrySetResult(line));
        await ready.Task;

        Assert.True(await process.StopAsync(TimeSpan.FromMinutes(1), TimeProvider.System));

        Assert.Equal(6, await process.Exited);
    }

    [Fact]
    public async Task StopAsync_ProgramIgnoresIt_IsKilledWithItsChildren()
    {
        var child = new TaskCompletionSource<string>();
        using var process = Shell("trap '' TERM; sleep 1000 & echo $!; while :; do wait; done", (line, _) => child.TrySetResult(line));
        var childId = int.Parse(await child.Task, null);

        Assert.False(await process.StopAsync(TimeSpan.FromMilliseconds(50), TimeProvider.System));

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await ProcessEnd.WaitAsync(childId, limit.Token);
        Assert.True(process.Exited.IsCompletedSuccessfully);
    }

    [Fact]
    public void Start_FolderMissing_SaysWhatAndWhere()
    {
        var fault = Assert.Throws<DistributedApplicationException>(() =>
            ResourceProcess.Start(new ProcessSpec("/bin/sh", [], "/nowhere", NoVariables), (_, _) => { }));

        Assert.StartsWith("/bin/sh could not be started in /nowhere: ", fault.Message, StringComparison.Ordinal);
    }

    private static ResourceProcess Shell(string script, Action<string, bool> write) =>
        ResourceProcess.Start(new ProcessSpec("/bin/sh", ["-c", script], Path.GetTempPath(), NoVariables), write);
}
