using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Projects;

namespace Aspire.Hosting.Running;

/// <summary>What is shown of a resource that runs as a process, in each stage of its life.</summary>
internal static class SnapshotOfProcess
{
    private const string ExitCodeProperty = "resource.exitCode";
    private const string ProcessIdProperty = "executable.pid";

    /// <summary>Before anything has happened.</summary>
    public static CustomResourceSnapshot New(CustomResourceSnapshot snapshot, IResource resource, DateTime now)
    {
        var made = snapshot with
        {
            CreationTimeStamp = now,
            State = new(KnownResourceStates.NotStarted, KnownResourceStateStyles.Info),
        };
        if (resource is ProjectResource)
        {
            made = made.WithProperty("project.path", resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath);
            made = LaunchProfileOf(resource) is { } profile ? made.WithProperty("project.launchProfile", profile) : made;
        }

        return made;
    }

    /// <summary>Nothing of an earlier start is left.</summary>
    public static CustomResourceSnapshot Starting(CustomResourceSnapshot snapshot, IResource resource) => snapshot with
    {
        State = new(KnownResourceStates.Starting, KnownResourceStateStyles.Info),
        StartTimeStamp = null,
        StopTimeStamp = null,
        ExitCode = null,
        ResourceReadyEvent = null,
        HealthReports = [.. ResourceNotificationService.NoReports(resource)],
        Properties = [.. snapshot.Properties.Where(p => p.Name is not (ExitCodeProperty or ProcessIdProperty))],
    };

    /// <summary>The program, its arguments and its environment are known.</summary>
    public static CustomResourceSnapshot Planned(CustomResourceSnapshot snapshot, ProcessSpec spec) => snapshot
        .WithProperty("executable.path", spec.FileName)
        .WithProperty("executable.workDir", spec.WorkingDirectory)
        .WithProperty("executable.args", spec.Arguments.ToImmutableArray(), isSensitive: spec.HasSecretArguments)
        with
    {
        EnvironmentVariables = [.. spec.Environment.OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))],
    };

    public static CustomResourceSnapshot Running(CustomResourceSnapshot snapshot, int processId, DateTime now) => snapshot
        .WithProperty(ProcessIdProperty, processId)
        with
    {
        State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
        StartTimeStamp = now,
        Urls = [.. snapshot.Urls.Select(u => u with { IsInactive = false })],
    };

    public static CustomResourceSnapshot Finished(CustomResourceSnapshot snapshot, int exitCode, bool wasAsked, DateTime now) => snapshot
        .WithProperty(ExitCodeProperty, exitCode.ToString(CultureInfo.InvariantCulture))
        with
    {
        State = new(KnownResourceStates.Finished, exitCode == 0 || wasAsked ? KnownResourceStateStyles.Info : KnownResourceStateStyles.Error),
        ExitCode = exitCode,
        StopTimeStamp = now,
        Urls = [.. snapshot.Urls.Select(u => u with { IsInactive = true })],
    };

    private static string? LaunchProfileOf(IResource resource) => resource.Annotations.OfType<SelectedLaunchProfileAnnotation>().SingleOrDefault()?.Name;
}
