using Aspire.Hosting.Running;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    /// <summary>The ids of the running instances of a resource, at least one. What has no process has its name for an id.</summary>
    internal static string[] InstanceIds(IResource resource)
    {
        string[] ids = [.. resource.Annotations.OfType<ResourceInstance>().Select(i => i.Id)];
        return ids is [] ? [resource.Name] : ids;
    }

    /// <summary>A check that has not reported yet keeps a running resource from counting as healthy.</summary>
    internal static IEnumerable<HealthReportSnapshot> NoReports(IResource resource) =>
        resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => new HealthReportSnapshot(a.Key, null, null, null));

    /// <summary>What is known of every instance now.</summary>
    internal IReadOnlyCollection<ResourceEvent> Current()
    {
        lock (_gate)
        {
            return [.. _current.Values];
        }
    }

    private static CustomResourceSnapshot FirstSnapshot(IResource resource) => new()
    {
        ResourceType = TypeName(resource),
        Properties = [],
        HealthReports = [.. NoReports(resource)],
    };

    private static bool IsReady(ResourceEvent change) =>
        change.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReadyEvent: not null };

    private static bool IsHopeless(ResourceEvent change, WaitBehavior behavior) =>
        behavior == WaitBehavior.StopOnResourceUnavailable && HasEnded(change);

    private static async Task<ResourceEvent> ReadyAsync(ResourceEvent reached, CancellationToken cancellationToken)
    {
        ThrowIfEnded(reached);
        await reached.Snapshot.ResourceReadyEvent!.EventTask.WaitAsync(cancellationToken);
        return reached;
    }

    private static string TypeName(IResource resource)
    {
        var name = resource.GetType().Name;
        return name.EndsWith("Resource", StringComparison.Ordinal) ? name[..^"Resource".Length] : name;
    }
}
