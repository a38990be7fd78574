using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The last report of one health check.</summary>
/// <param name="Name">The name that the check is registered under.</param>
/// <param name="Status">Its result; null before the first report.</param>
/// <param name="Description">What it says.</param>
/// <param name="ExceptionText">What went wrong.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText)
{
    /// <summary>When the check ran (UTC); null before the first report.</summary>
    public DateTime? LastRunAt { get; init; }
}
