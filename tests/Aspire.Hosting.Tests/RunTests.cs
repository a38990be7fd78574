using System.Text.Json;

namespace Digits.Hosting.Tests;

public sealed class RunTests
{
    private readonly IDistributedApplicationBuilder _builder = RunningApplication.CreateBuilder();

    [Fact]
    public async Task Start_Project_RunsInItsFolderWithItsArgumentsAndListensAtItsEndpoint()
    {
        var web = AddSample("web").WithArgs("--one", "two words");

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(web);

        Assert.Equal(Path.Combine(Digits.Tests.Repository.Root, "tests", "Aspire.Hosting.Sample"), await application.GetAsync(web, "/folder"));
        Assert.Equal(["--one", "two words"], JsonSerializer.Deserialize<string[]>(await application.GetAsync(web, "/arguments"))!);
        var listens = await application.GetAsync(web, "/environment/ASPNETCORE_URLS");
        Assert.Matches("^http://localhost:[0-9]+$", listens);
        Assert.NotEqual(web.GetEndpoint("http").Url, listens);
    }

    [Fact]
    public async Task WithReference_TellsAddressUnderEveryName()
    {
        var back = AddSample("back-end");
        var front = AddSample("front").WithReference(back)
            .WithEnvironment("ADDRESS", back.GetEndpoint("http"))
            .WithEnvironment("PORT_OF", $"port {back.GetEndpoint("http").Property(EndpointProperty.Port)}")
            .WithEnvironment("LATE", () => back.GetEndpoint("http").Host)
            .WithEnvironment("OTEL_SERVICE_NAME", "mine");

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(front);

        var url = back.GetEndpoint("http").Url;
        Assert.Equal(url, await application.GetAsync(front, "/environment/services__back-end__http__0"));
        Assert.Equal(url, await application.GetAsync(front, "/environment/BACK_END_HTTP"));
        Assert.Equal(url, await application.GetAsync(front, "/environment/ADDRESS"));
        Assert.Equal($"port {back.GetEndpoint("http").Port}", await application.GetAsync(front, "/environment/PORT_OF"));
        Assert.Equal("localhost", await application.GetAsync(front, "/environment/LATE"));
        Assert.Equal("mine", await application.GetAsync(front, "/environment/OTEL_SERVICE_NAME"));
    }

    [Fact]
    public async Task WaitFor_DependencyUnhealthy_StartsOnceItIsHealthyAndItsHandlersAreThrough()
    {
        var handled = false;
        var back = AddSample("back").WithEnvironment("SAMPLE_UNHEALTHY", "1").OnResourceReady((_, _, _) =>
        {
            handled = true;
            return Task.CompletedTask;
        });
        var wasHandled = false;
        var front = AddSample("front").WaitFor(back).OnBeforeResourceStarted((_, _, _) =>
        {
            wasHandled = handled;
            return Task.CompletedTask;
        });

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.Notifications.WaitForResourceAsync(
            "back", e => e.Snapshot.HealthReports.Any(r => r.Description == "/health answered 503 instead of 200."), application.Timeout);
        Assert.Equal(KnownResourceStates.Waiting, application.Snapshot(front).State?.Text);
        Assert.False(handled);

        await application.PostAsync(back, "/heal");
        await application.HealthyAsync(front);

        Assert.True(wasHandled);
    }

    [Fact]
    public async Task ProcessDies_OthersRunOnAndTheEndIsTold()
    {
        var told = new TaskCompletionSource<int?>();
        var mortal = AddSample("mortal").OnResourceStopped((_, e, _) =>
        {
            told.SetResult(e.ResourceEvent.Snapshot.ExitCode);
            return Task.CompletedTask;
        });
        var other = AddSample("other");

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(mortal);
        await application.HealthyAsync(other);
        await application.PostAsync(mortal, "/exit/7");

        await application.StateAsync(mortal, KnownResourceStates.Finished);
        Assert.Equal(7, await told.Task.WaitAsync(application.Timeout));
        Assert.Equal(KnownResourceStateStyles.Error, application.Snapshot(mortal).State?.Style);
        Assert.NotNull(application.Snapshot(mortal).StopTimeStamp);
        Assert.Null(application.Snapshot(mortal).HealthStatus);
        Assert.Equal(KnownResourceStates.Running, application.Snapshot(other).State?.Text);
        Assert.NotEmpty(await application.GetAsync(other, "/process"));
    }

    [Fact]
    public async Task WaitFor_DependencyDies_FailsToStart()
    {
        var back = AddSample("back").WithEnvironment("SAMPLE_EXIT_CODE", "3");
        var front = AddSample("front").WaitFor(back);
        var after = AddSample("after").WaitForCompletion(back, exitCode: 3);

        await using var application = await RunningApplication.StartAsync(_builder);

        await application.StateAsync(front, KnownResourceStates.FailedToStart);
        await application.HealthyAsync(after);
        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => application.HealthyAsync(back));
        Assert.Equal("'back' is not available: its state is Finished, exit code 3.", fault.Message);
    }

    [Fact]
    public async Task AddExecutable_ProgramMissing_FailsToStartAlone()
    {
        var missing = _builder.AddExecutable("missing", "no-such-program", ".");
        var other = AddSample("other");

        await using var application = await RunningApplication.StartAsync(_builder);

        await application.StateAsync(missing, KnownResourceStates.FailedToStart);
        await application.HealthyAsync(other);
    }

    [Fact]
    public async Task WithEnvironment_CallbackThrows_FailsToStartAlone()
    {
        var faulty = AddSample("faulty").WithEnvironment("X", () => throw new InvalidOperationException("no value"));
        var other = AddSample("other");

        await using var application = await RunningApplication.StartAsync(_builder);

        await application.StateAsync(faulty, KnownResourceStates.FailedToStart);
        await application.HealthyAsync(other);
    }

    [Fact]
    public async Task StopAsync_RunningAndWaiting_LeavesNoProcess()
    {
        var web = AddSample("web");
        var sick = AddSample("sick").WithEnvironment("SAMPLE_UNHEALTHY", "1");
        var waiting = AddSample("waiting").WaitFor(sick);

        await using var application = await RunningApplication.StartAsync(_builder);
        await application.HealthyAsync(web);
        var processId = await application.ProcessIdAsync(web);
        await application.StopAsync();

        Assert.False(ProcessEnd.IsAlive(processId));
        Assert.Equal(KnownResourceStates.Finished, application.Snapshot(web).State?.Text);
        Assert.Equal(KnownResourceStates.Finished, application.Snapshot(sick).State?.Text);
        Assert.Equal(KnownResourceStates.NotStarted, application.Snapshot(waiting).State?.Text);
    }

    private IResourceBuilder<ProjectResource> AddSample(string name) =>
        _builder.AddProject<Projects.Aspire_Hosting_Sample>(name).WithHttpEndpoint().WithHttpHealthCheck("/health");
}
