using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Digits.Hosting.Tests;

public sealed class CommandTests
{
    private const int SigKill = 9;

    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder();

    [Fact]
    public async Task Restart_KilledResource_IsShownAndComesBackAndItsDependantNeedsNoRestart()
    {
        var back = AddSample("back");
        var front = AddSample("front").WithReference(back).WaitFor(back);
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(front);
        var frontId = await application.ProcessIdAsync(front);

        using var process = Process.GetProcessById(await application.ProcessIdAsync(back));
        process.Kill();
        await application.StateAsync(back, KnownResourceStates.Finished);

        Assert.Equal(128 + SigKill, application.Snapshot(back).ExitCode);
        Assert.Equal(KnownResourceStateStyles.Error, application.Snapshot(back).State?.Style);

        Assert.True((await application.CommandAsync(back, KnownResourceCommands.StartCommand)).Success);
        await application.HealthyAsync(back);

        Assert.NotEqual(process.Id, await application.ProcessIdAsync(back));
        Assert.Equal(frontId, await application.ProcessIdAsync(front));
        Assert.Null(application.Snapshot(back).ExitCode);
        Assert.Null(application.Snapshot(back).StopTimeStamp);
    }

    [Fact]
    public async Task StopStartRestart_RunningResource_EachIsOneMoreProcess()
    {
        var stops = 0;
        var readies = 0;
        var web = AddSample("web")
            .OnResourceStopped((_, _, _) => Task.FromResult(Interlocked.Increment(ref stops)))
            .OnResourceReady((_, _, _) => Task.FromResult(Interlocked.Increment(ref readies)));
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(web);
        var ids = new List<int> { await application.ProcessIdAsync(web) };

        Assert.True((await application.CommandAsync(web, KnownResourceCommands.StopCommand)).Success);
        Assert.Equal((KnownResourceStates.Finished, KnownResourceStateStyles.Info), (application.Snapshot(web).State?.Text, application.Snapshot(web).State?.Style));
        Assert.False(ProcessEnd.IsAlive(ids[0]));
        Assert.Equal([ResourceCommandState.Enabled, ResourceCommandState.Hidden, ResourceCommandState.Disabled], Commands(application, web));
        Assert.Equal("does not run.", (await application.CommandAsync(web, KnownResourceCommands.StopCommand)).ErrorMessage![^"does not run.".Length..]);

        Assert.True((await application.CommandAsync(web, "start")).Success);
        await application.HealthyAsync(web);
        ids.Add(await application.ProcessIdAsync(web));
        Assert.Equal([ResourceCommandState.Hidden, ResourceCommandState.Enabled, ResourceCommandState.Enabled], Commands(application, web));
        Assert.EndsWith("runs already.", (await application.CommandAsync(web, KnownResourceCommands.StartCommand)).ErrorMessage, StringComparison.Ordinal);

        Assert.True((await application.CommandAsync(web, KnownResourceCommands.RestartCommand)).Success);
        await application.HealthyAsync(web);
        ids.Add(await application.ProcessIdAsync(web));

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal((2, 3), (stops, readies));
    }

    [Fact]
    public async Task Start_FromTheHandlerOfItsEnd_Starts()
    {
        var startedAgain = new TaskCompletionSource<ExecuteCommandResult>();
        var web = AddSample("web").OnResourceStopped(async (resource, stopped, cancellationToken) =>
        {
            var commands = stopped.Services.GetRequiredService<ResourceCommandService>();
            startedAgain.TrySetResult(await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken));
        });
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(web);

        using var process = Process.GetProcessById(await application.ProcessIdAsync(web));
        process.Kill();
        Assert.True((await startedAgain.Task.WaitAsync(application.Timeout)).Success);
        await application.HealthyAsync(web);

        Assert.NotEqual(process.Id, await application.ProcessIdAsync(web));
    }

    [Fact]
    public async Task Start_WaitingResource_StartsWithoutWaiting()
    {
        var sick = AddSample("sick").WithEnvironment("SAMPLE_UNHEALTHY", "1");
        var waiting = AddSample("waiting").WaitFor(sick);
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.StateAsync(waiting, KnownResourceStates.Waiting);
        Assert.Equal(ResourceCommandState.Enabled, Commands(application, waiting)[0]);

        Assert.True((await application.CommandAsync(waiting, KnownResourceCommands.StartCommand)).Success);

        await application.HealthyAsync(waiting);
        Assert.NotEmpty(await application.GetAsync(waiting, "/process"));
    }

    [Fact]
    public async Task WithExplicitStart_StartsByCommandOnly()
    {
        var later = AddSample("later").WithExplicitStart();
        var other = AddSample("other");
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(other);
        Assert.Equal(KnownResourceStates.NotStarted, application.Snapshot(later).State?.Text);

        Assert.True((await application.CommandAsync(later, KnownResourceCommands.StartCommand)).Success);

        await application.HealthyAsync(later);
    }

    [Fact]
    public async Task Start_ProgramMissing_SaysWhy()
    {
        var missing = _builder.AddExecutable("missing", "no-such-program", ".").WithExplicitStart();
        await using var application = await RunningApplication.StartAsync(_builder);

        var result = await application.CommandAsync(missing, KnownResourceCommands.StartCommand);

        Assert.False(result.Success);
        Assert.Contains("no-such-program could not be started in ", result.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(KnownResourceStates.FailedToStart, application.Snapshot(missing).State?.Text);
    }

    [Fact]
    public async Task WithCommand_OwnCommand_RunsAndItsFaultIsAResult()
    {
        var calls = new List<string>();
        var web = _builder.AddExecutable("tool", "/bin/sh", ".", "-c", "sleep 1000")
            .WithCommand("note", "Note", context =>
            {
                calls.Add(context.ResourceName);
                return Task.FromResult(CommandResults.Success());
            })
            .WithCommand("fail", "Fail", _ => throw new InvalidOperationException("no such luck"), new CommandOptions { IsHighlighted = true });
        await using var application = await RunningApplication.StartAsync(_builder);
        await application.StateAsync(web, KnownResourceStates.Running);

        Assert.True((await application.CommandAsync(web, "note")).Success);
        Assert.Equal("no such luck", (await application.CommandAsync(web, "fail")).ErrorMessage);
        Assert.EndsWith("has no command 'other'.", (await application.CommandAsync(web, "other")).ErrorMessage, StringComparison.Ordinal);

        Assert.StartsWith("tool-", Assert.Single(calls), StringComparison.Ordinal);
        Assert.True(application.Snapshot(web).Commands.Single(c => c.Name == "fail").IsHighlighted);
    }

    private static ResourceCommandState[] Commands(RunningApplication application, IResourceBuilder<IResource> resource) =>
        [.. application.Snapshot(resource).Commands.Select(c => c.State)];

    private IResourceBuilder<ProjectResource> AddSample(string name) =>
        _builder.AddProject<Projects.Aspire_Hosting_Sample>(name).WithHttpEndpoint().WithHttpHealthCheck("/health");
}
