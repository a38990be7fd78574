using Aspirate.Commands;
using Aspirate.Manifests;

namespace Aspirate.Output;

/// <summary>The workload that a resource becomes in the cluster.</summary>
internal sealed record Workload
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    public required string ImagePullPolicy { get; init; }

    public string? Entrypoint { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<WorkloadPort> Ports { get; init; } = [];

    /// <summary>The volumes' names and paths.</summary>
    public IReadOnlyList<(string Name, string Target)> Volumes { get; init; } = [];

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public bool IsProject { get; init; }

    public bool WithPrivateRegistry { get; init; }

    public static Workload Create(ManifestResource resource, string image, Answers answers) => new()
    {
        Name = resource.Name.ToLowerInvariant(),
        Image = image,
        ImagePullPolicy = answers.ImagePullPolicy!,
        Entrypoint = resource.Entrypoint,
        Args = resource.Args,
        Env = Variables(resource, answers.IncludeDashboard == true),
        Ports = [.. resource.Bindings.Select(b => new WorkloadPort(b.Key, b.Value.TargetPort ?? 0, b.Value.Port is { } port and not 0 ? port : null))],
        Volumes = [.. resource.Volumes.Select(v => (VolumeName(resource, v), v.Target))],
        Annotations = resource.Annotations,
        IsProject = resource.IsProject,
        WithPrivateRegistry = answers.PrivateRegistry == true,
    };

    // A variable that is empty, such as the address of an https endpoint, is left out.
    private static Dictionary<string, string> Variables(ManifestResource resource, bool withDashboard)
    {
        var variables = resource.Env.Where(v => !string.IsNullOrEmpty(v.Value)).ToDictionary(v => v.Key, v => v.Value!);
        if (withDashboard && resource.Env.Count > 0)
        {
            variables.TryAdd("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{Dashboard.Name}:{Dashboard.OtlpPort}");
            variables.TryAdd("OTEL_SERVICE_NAME", resource.Name);
        }

        return variables;
    }

    private static string VolumeName(ManifestResource resource, ManifestVolume volume) =>
        (string.IsNullOrEmpty(volume.Name) ? $"{resource.Name}-{volume.Target}" : volume.Name)
            .Replace('/', '-').Replace('.', '-').Replace("--", "-", StringComparison.Ordinal).ToLowerInvariant();
}
