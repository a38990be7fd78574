using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>Runs the health checks of a resource again and again while it runs.</summary>
internal sealed class HealthMonitor(HealthCheckService checks, TimeProvider time)
{
    private const int MaxUnhealthySeconds = 5;

    private static readonly TimeSpan HealthyInterval = TimeSpan.FromSeconds(30);

    // People wait for the first good report, so it is looked for more often than Aspire does.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromSeconds(15);

    /// <summary>Reports until it is cancelled; once, if there are no checks.</summary>
    public async IAsyncEnumerable<(bool IsHealthy, ImmutableArray<HealthReportSnapshot> Reports)> WatchAsync(
        IResource resource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key).ToHashSet();
        if (keys.Count == 0)
        {
            yield return (true, []);
            yield break;
        }

        var start = time.GetTimestamp();
        var wasHealthy = false;
        var badReports = 0;
        while (true)
        {
            var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
            var isHealthy = report.Status == HealthStatus.Healthy;
            wasHealthy |= isHealthy;
            badReports = isHealthy ? 0 : badReports + 1;
            var now = time.GetUtcNow().UtcDateTime;
            yield return (isHealthy, [.. report.Entries.Select(entry => Snapshot(entry, now))]);
            await Task.Delay(Interval(wasHealthy, badReports, time.GetElapsedTime(start)), time, cancellationToken);
        }
    }

    /// <summary>How long to wait before the next report.</summary>
    internal static TimeSpan Interval(bool wasHealthy, int badReports, TimeSpan running)
    {
        if (badReports == 0)
        {
            return HealthyInterval;
        }

        return !wasHealthy && running < FirstPeriod ? FirstInterval : TimeSpan.FromSeconds(Math.Min(badReports, MaxUnhealthySeconds));
    }

    private static HealthReportSnapshot Snapshot(KeyValuePair<string, HealthReportEntry> entry, DateTime now) =>
        new(entry.Key, entry.Value.Status, entry.Value.Description, entry.Value.Exception?.ToString()) { LastRunAt = now };
}
