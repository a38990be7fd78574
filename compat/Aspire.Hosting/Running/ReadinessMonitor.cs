using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>
/// Watches the health of a resource from the start of its first instance to the end of its last, and announces once in that time that it is ready.
/// </summary>
internal sealed class ReadinessMonitor(
    HealthMonitor health,
    ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    ILogger<DistributedApplication> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IResource, Watch> _watches = [];

    public void Enter(ResourceInstance instance)
    {
        var resource = instance.Resource;
        lock (_gate)
        {
            if (_watches.TryGetValue(resource, out var watch))
            {
                watch.Instances++;
                watch.Tell(notifications, instance);
                return;
            }

            watch = new Watch();
            _watches.Add(resource, watch);
            watch.Running = Task.Run(() => RunAsync(resource, watch));
        }
    }

    public async Task LeaveAsync(ResourceInstance instance)
    {
        Watch watch;
        lock (_gate)
        {
            watch = _watches[instance.Resource];
            if (--watch.Instances > 0)
            {
                return;
            }

            _watches.Remove(instance.Resource);
        }

        await watch.Ended.CancelAsync();
        await watch.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watch.Announcing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        watch.Ended.Dispose();
    }

    private async Task RunAsync(IResource resource, Watch watch)
    {
        var token = watch.Ended.Token;
        await foreach (var (isHealthy, reports) in health.WatchAsync(resource, token))
        {
            watch.Change = s => s with { HealthReports = reports };
            await notifications.PublishUpdateAsync(resource, watch.Change);
            if (isHealthy && watch.Ready is null)
            {
                watch.Ready = new EventSnapshot(eventing.PublishAsync(new ResourceReadyEvent(resource, services), token));
                await notifications.PublishUpdateAsync(resource, s => s with { ResourceReadyEvent = watch.Ready });
                watch.Announcing = AnnounceAsync(resource, watch.Ready.EventTask, token);
            }
        }
    }

    private async Task AnnounceAsync(IResource resource, Task announcing, CancellationToken cancellationToken)
    {
        try
        {
            await announcing;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ReadyHandlerFailed(logger, resource.Name, fault);
        }
    }

    private sealed class Watch
    {
        public CancellationTokenSource Ended { get; } = new();

        public Task Running { get; set; } = Task.CompletedTask;

        public Task Announcing { get; set; } = Task.CompletedTask;

        public int Instances { get; set; } = 1;

        public EventSnapshot? Ready { get; set; }

        public Func<CustomResourceSnapshot, CustomResourceSnapshot> Change { get; set; } = s => s;

        /// <summary>Tells what is known already about an instance that started later than others.</summary>
        public void Tell(ResourceNotificationService notifications, ResourceInstance instance) =>
            notifications.PublishUpdateAsync(instance.Resource, instance.Id, s => Change(s) with { ResourceReadyEvent = Ready });
    }
}
