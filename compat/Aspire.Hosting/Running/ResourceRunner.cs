using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Consoles;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Proxying;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Takes an instance through one start: waiting, starting, running, stopping, finished.</summary>
internal sealed class ResourceRunner(
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    IDistributedApplicationEventing eventing,
    ProcessSpecFactory specs,
    ReadinessMonitor readiness,
    EndpointProxies proxies,
    TerminalOutput terminal,
    OrphanGuard guard,
    IHostApplicationLifetime lifetime,
    IServiceProvider services,
    TimeProvider time,
    ILogger<DistributedApplication> logger)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Runs the instance until its process has ended, or ends it when the run is told to stop.</summary>
    public async Task RunAsync(ResourceInstance instance, ResourceRun run)
    {
        using var process = await StartAsync(instance, run);
        if (process is null)
        {
            return;
        }

        guard.Watch(process.Id);
        proxies.Open(instance);
        await PublishAsync(instance, s => SnapshotOfProcess.Running(s, process.Id, Now));
        run.Runs();
        readiness.Enter(instance);

        await Task.WhenAny(process.Exited, Task.Delay(Timeout.InfiniteTimeSpan, run.Stopping));
        if (!process.Exited.IsCompleted)
        {
            await StopAsync(instance, process, run.StopGrace);
        }

        var exitCode = await process.Exited;
        guard.Forget(process.Id);
        proxies.Close(instance);

        // A terminal sends Ctrl+C to all processes at once, so they may be through before they are asked.
        var wasAsked = run.Stopping.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested;
        await FinishAsync(instance, run, exitCode, wasAsked);
    }

    private async Task<ResourceProcess?> StartAsync(ResourceInstance instance, ResourceRun run)
    {
        var name = instance.Resource.Name;
        string reason;
        try
        {
            await WaitAsync(instance, run);
            await PublishAsync(instance, s => SnapshotOfProcess.Starting(s, instance.Resource));
            await eventing.PublishAsync(new BeforeResourceStartedEvent(instance.Resource, services), run.Stopping);
            instance.ChooseTargetPorts();
            var spec = await specs.CreateAsync(instance, run.Stopping);
            await PublishAsync(instance, s => SnapshotOfProcess.Planned(s, spec));
            return ResourceProcess.Start(spec, (line, isError) => Write(instance, line, isError));
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            run.Ends();
            await PublishAsync(instance, s => s with { State = new(KnownResourceStates.NotStarted, KnownResourceStateStyles.Info) });
            run.FailedToStart($"'{instance.Id}' was stopped before it had started.");
            return null;
        }
        catch (DistributedApplicationException fault)
        {
            Log.ResourceFailedToStart(logger, name, fault.Message);
            reason = fault.Message;
        }
        catch (Exception fault)
        {
            // A callback of the model threw. That ends this resource, not the application.
            Log.ResourceFailedToStartUnexpectedly(logger, name, fault);
            reason = fault.Message;
        }

        consoles.Append(instance.Id, reason, isError: true);
        await EndAsync(instance, run, s => s with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error), StopTimeStamp = Now });
        run.FailedToStart($"'{instance.Id}' failed to start. {reason}");
        return null;
    }

    private async Task WaitAsync(ResourceInstance instance, ResourceRun run)
    {
        run.Stopping.ThrowIfCancellationRequested();
        if (!instance.Resource.Annotations.OfType<WaitAnnotation>().Any())
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping, run.WaitSkipped);
        try
        {
            var waiting = notifications.WaitForDependenciesAsync(instance, either.Token);
            run.Waits();
            await waiting;
        }
        catch (OperationCanceledException) when (run.WaitSkipped.IsCancellationRequested && !run.Stopping.IsCancellationRequested)
        {
            // Somebody wants it started now.
        }

        run.WaitIsOver();
    }

    private void Write(ResourceInstance instance, string line, bool isError)
    {
        terminal.Write(instance.Resource, instance.Id, line);
        consoles.Append(instance.Id, line, isError);
    }

    private async Task StopAsync(ResourceInstance instance, ResourceProcess process, TimeSpan grace)
    {
        await PublishAsync(instance, s => s with { State = new(KnownResourceStates.Stopping, KnownResourceStateStyles.Info) });
        if (!await process.StopAsync(grace, time) && !OperatingSystem.IsWindows())
        {
            Log.ResourceKilled(logger, instance.Resource.Name, grace.TotalSeconds);
        }
    }

    private async Task FinishAsync(ResourceInstance instance, ResourceRun run, int exitCode, bool wasAsked)
    {
        if (!wasAsked && exitCode == 0)
        {
            Log.ResourceFinished(logger, instance.Resource.Name);
        }
        else if (!wasAsked)
        {
            Log.ResourceDied(logger, instance.Resource.Name, exitCode);
        }

        await EndAsync(instance, run, s => SnapshotOfProcess.Finished(s, exitCode, wasAsked, Now));
    }

    private async Task EndAsync(ResourceInstance instance, ResourceRun run, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        run.Ends();
        await PublishAsync(instance, change);
        if (run.HasStarted)
        {
            await readiness.LeaveAsync(instance);
        }

        run.RunIsOver();
        if (notifications.TryGetCurrentState(instance.Id, out var last))
        {
            await eventing.PublishAsync(new ResourceStoppedEvent(instance.Resource, services, last));
        }
    }

    private Task PublishAsync(ResourceInstance instance, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        notifications.PublishUpdateAsync(instance.Resource, instance.Id, change);
}
