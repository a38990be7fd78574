using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Takes a resource through its life: waiting, starting, running, stopping, finished.</summary>
internal sealed class ResourceRunner(
    ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing,
    ProcessSpecFactory specs,
    HealthMonitor health,
    ResourceConsole console,
    OrphanGuard guard,
    IServiceProvider services,
    TimeProvider time,
    ILogger<DistributedApplication> logger)
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    /// <summary>Runs the resource until its process has ended, or ends it when <paramref name="stopping"/> is cancelled.</summary>
    public async Task RunAsync(IResource resource, CancellationToken stopping)
    {
        using var process = await StartAsync(resource, stopping);
        if (process is null)
        {
            return;
        }

        guard.Watch(process.Id);
        await notifications.PublishUpdateAsync(resource, Running);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watching = Task.WhenAll(health.WatchAsync(resource, ended.Token), AnnounceReadyAsync(resource, ended.Token));

        await Task.WhenAny(process.Exited, Task.Delay(Timeout.InfiniteTimeSpan, stopping));
        if (stopping.IsCancellationRequested && !process.Exited.IsCompleted)
        {
            await StopAsync(resource, process);
        }

        var exitCode = await process.Exited;
        guard.Forget(process.Id);
        await ended.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FinishAsync(resource, exitCode, wasAsked: stopping.IsCancellationRequested);
    }

    private async Task<ResourceProcess?> StartAsync(IResource resource, CancellationToken stopping)
    {
        try
        {
            await notifications.WaitForDependenciesAsync(resource, stopping);
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), stopping);
            await PublishStateAsync(resource, KnownResourceStates.Starting, KnownResourceStateStyles.Info);
            var spec = await specs.CreateAsync(resource, stopping);
            return ResourceProcess.Start(spec, line => console.Write(resource, line));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await PublishStateAsync(resource, KnownResourceStates.NotStarted, KnownResourceStateStyles.Info);
            return null;
        }
        catch (DistributedApplicationException fault)
        {
            Log.ResourceFailedToStart(logger, resource.Name, fault.Message);
        }
        catch (Exception fault)
        {
            // A callback of the model threw. That ends this resource, not the application.
            Log.ResourceFailedToStartUnexpectedly(logger, resource.Name, fault);
        }

        await EndAsync(resource, s => s with { State = new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error), StopTimeStamp = Now });
        return null;
    }

    private async Task StopAsync(IResource resource, ResourceProcess process)
    {
        await PublishStateAsync(resource, KnownResourceStates.Stopping, KnownResourceStateStyles.Info);
        if (!await process.StopAsync(StopGrace, time) && !OperatingSystem.IsWindows())
        {
            Log.ResourceKilled(logger, resource.Name, StopGrace.TotalSeconds);
        }
    }

    private async Task AnnounceReadyAsync(IResource resource, CancellationToken cancellationToken)
    {
        await notifications.WaitForResourceAsync(resource.Name, e => e.Snapshot.HealthStatus == HealthStatus.Healthy, cancellationToken);
        var announcing = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, s => s with { ResourceReadyEvent = new(announcing) });
        try
        {
            await announcing;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ReadyHandlerFailed(logger, resource.Name, fault);
        }
    }

    private async Task FinishAsync(IResource resource, int exitCode, bool wasAsked)
    {
        if (!wasAsked && exitCode == 0)
        {
            Log.ResourceFinished(logger, resource.Name);
        }
        else if (!wasAsked)
        {
            Log.ResourceDied(logger, resource.Name, exitCode);
        }

        var style = exitCode == 0 || wasAsked ? KnownResourceStateStyles.Info : KnownResourceStateStyles.Error;
        await EndAsync(resource, s => s with { State = new(KnownResourceStates.Finished, style), ExitCode = exitCode, StopTimeStamp = Now });
    }

    private async Task EndAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        await notifications.PublishUpdateAsync(resource, change);
        if (notifications.TryGetCurrentState(resource.Name, out var last))
        {
            await eventing.PublishAsync(new ResourceStoppedEvent(resource, services, last));
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private Task PublishStateAsync(IResource resource, string state, string style) =>
        notifications.PublishUpdateAsync(resource, s => s with { State = new(state, style) });

    private CustomResourceSnapshot Running(CustomResourceSnapshot snapshot) => snapshot with
    {
        State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
        StartTimeStamp = Now,
    };
}
