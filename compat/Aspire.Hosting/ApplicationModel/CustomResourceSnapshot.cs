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

    /// <summary>What has no member of its own.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>When the application took up the resource (UTC).</summary>
    public DateTime? CreationTimeStamp { get; init; }

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

    /// <summary>The environment that the process was started with, as far as the model sets it.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>The addresses.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>What it has to do with other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>The commands and whether they can be used.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; internal init; } = [];

    /// <summary>Whether it is shown only when asked for.</summary>
    public bool IsHidden { get; init; }

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
    internal EventSnapshot? ResourceReadyEvent { get; init; }

    /// <summary>The snapshot with a property set or replaced.</summary>
    internal CustomResourceSnapshot WithProperty(string name, object? value, bool isSensitive = false) =>
        this with { Properties = [.. Properties.Where(p => p.Name != name), new(name, value) { IsSensitive = isSensitive }] };

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
