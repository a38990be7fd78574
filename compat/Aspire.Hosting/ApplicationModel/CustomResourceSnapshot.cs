using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known about a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    private readonly ResourceStateSnapshot? _state;
    private readonly ImmutableArray<HealthReportSnapshot> _healthReports = [];

    /// <summary>The kind of resource, such as <c>Project</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The state; null before anything has happened.</summary>
    public ResourceStateSnapshot? State
    {
        get => _state;
        init
        {
            _state = value;
            HealthStatus = Health(value, _healthReports);
        }
    }

    /// <summary>When the process was started (UTC).</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When the process ended (UTC).</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>The exit code of the ended process.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The last report of each health check.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports
    {
        get => _healthReports;
        internal init
        {
            _healthReports = value;
            HealthStatus = Health(_state, value);
        }
    }

    /// <summary>The worst of the reports; healthy without checks; null unless the resource runs.</summary>
    public HealthStatus? HealthStatus { get; private init; }

    /// <summary>That the resource is ready was announced; null until then.</summary>
    public EventSnapshot? ResourceReadyEvent { get; internal init; }

    private static HealthStatus? Health(ResourceStateSnapshot? state, ImmutableArray<HealthReportSnapshot> reports)
    {
        if (state?.Text != KnownResourceStates.Running)
        {
            return null;
        }

        return reports.IsEmpty
            ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            : reports.Min(r => r.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);
    }
}
