using Aspire.Dashboard.Resources;
using Aspire.DashboardService.Proto.V1;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Dashboard.Api;

/// <summary>Resources as the page gets them.</summary>
internal static class ResourceViews
{
    private const string ProjectPath = "project.path";
    private const string ExecutablePath = "executable.path";
    private const string ContainerImage = "container.image";

    /// <summary>The list. Environments are left out: they may be secret and are asked for one by one.</summary>
    public static object All(ResourceCatalog catalog) => new
    {
        Application = catalog.ApplicationName,
        Connection = catalog.Connection.ToString(),
        Resources = catalog.List().Select(Of),
    };

    public static object Details(Resource resource) => new
    {
        Environment = resource.Environment
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => new { variable.Name, variable.Value, variable.IsFromSpec }),
        Properties = resource.Properties.Select(property => new
        {
            Name = property.HasDisplayName ? property.DisplayName : property.Name,
            Value = TextOf(property.Value),
            property.IsSensitive,
        }),
        Volumes = resource.Volumes.Select(volume => new { volume.Source, volume.Target, volume.MountType, volume.IsReadOnly }),
        HealthReports = resource.HealthReports.Select(report => new
        {
            report.Key,
            Status = report.HasStatus ? NameOf(report.Status) : null,
            report.Description,
            report.Exception,
            LastRun = TimeOf(report.LastRunAt),
        }),
    };

    private static object Of(Resource resource) => new
    {
        resource.Name,
        resource.DisplayName,
        Type = resource.ResourceType,
        State = resource.HasState ? resource.State : null,
        Style = resource.HasStateStyle ? resource.StateStyle : null,
        Health = HealthOf(resource),
        Created = TimeOf(resource.CreatedAt),
        Started = TimeOf(resource.StartedAt),
        Stopped = TimeOf(resource.StoppedAt),
        ExitCode = NumberOf(Property(resource, "resource.exitCode")),
        Source = SourceOf(resource),
        IsHidden = resource.IsHidden || resource.State == "Hidden",
        Urls = resource.Urls.OrderByDescending(url => url.DisplayProperties?.SortOrder ?? 0).Select(url => new
        {
            Endpoint = url.EndpointName,
            Url = url.FullUrl,
            Text = url.DisplayProperties?.DisplayName ?? "",
            url.IsInternal,
            url.IsInactive,
        }),
        Commands = resource.Commands.Where(command => command.State != ResourceCommandState.Hidden).Select(command => new
        {
            command.Name,
            Text = command.DisplayName,
            Description = command.DisplayDescription,
            Confirmation = command.ConfirmationMessage,
            command.IsHighlighted,
            IsEnabled = command.State == ResourceCommandState.Enabled,
        }),
        Relationships = resource.Relationships.Select(relation => new { To = relation.ResourceName, relation.Type }),
    };

    private static object? SourceOf(Resource resource)
    {
        foreach (var name in (string[])[ProjectPath, ExecutablePath, ContainerImage])
        {
            if (TextOf(Property(resource, name)) is { Length: > 0 } text)
            {
                return new { Text = name == ContainerImage ? text : text[(text.LastIndexOfAny(['/', '\\']) + 1)..], Full = text };
            }
        }

        return null;
    }

    // Only a running resource is healthy or not; without checks it is.
    private static string? HealthOf(Resource resource)
    {
        if (resource.State != "Running")
        {
            return null;
        }

        var isUnhealthy = resource.HealthReports.Any(report => !report.HasStatus || report.Status == HealthStatus.Unhealthy);
        var isDegraded = resource.HealthReports.Any(report => report.HasStatus && report.Status == HealthStatus.Degraded);
        return NameOf(isUnhealthy ? HealthStatus.Unhealthy : isDegraded ? HealthStatus.Degraded : HealthStatus.Healthy);
    }

    private static string NameOf(HealthStatus status) => System.Enum.IsDefined(status) ? status.ToString() : "Unknown";

    private static Value? Property(Resource resource, string name) => resource.Properties.FirstOrDefault(property => property.Name == name)?.Value;

    private static double? NumberOf(Value? value) =>
        value?.KindCase == Value.KindOneofCase.NumberValue && double.IsFinite(value.NumberValue) ? value.NumberValue : null;

    private static string TextOf(Value? value) => value?.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Value.KindOneofCase.ListValue => string.Join(' ', value.ListValue.Values.Select(TextOf)),
        _ => "",
    };

    private static double? TimeOf(Timestamp? time) => time is null ? null : (time.Seconds * 1000.0) + (time.Nanos / 1e6);
}
