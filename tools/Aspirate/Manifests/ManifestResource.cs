namespace Aspirate.Manifests;

/// <summary>A resource of the manifest, of any of the supported types.</summary>
internal sealed record ManifestResource
{
    public string Name { get; init; } = string.Empty;

    public required string Type { get; init; }

    /// <summary>A project's file, or a Dockerfile of the old type.</summary>
    public string? Path { get; init; }

    /// <summary>The build context of a Dockerfile of the old type.</summary>
    public string? Context { get; init; }

    public string? Image { get; init; }

    public ManifestBuild? Build { get; init; }

    public string? Entrypoint { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public Dictionary<string, string?> Env { get; init; } = [];

    public Dictionary<string, ManifestBinding> Bindings { get; init; } = [];

    public IReadOnlyList<ManifestVolume> Volumes { get; init; } = [];

    public Dictionary<string, string> Annotations { get; init; } = [];

    public string? ConnectionString { get; set; }

    /// <summary>A parameter's value, once it is known.</summary>
    public string? Value { get; set; }

    public Dictionary<string, ManifestInput> Inputs { get; init; } = [];

    public bool IsProject => Type == "project.v0";

    public bool IsParameter => Type == "parameter.v0";

    /// <summary>Whether the resource becomes a workload in the cluster.</summary>
    public bool IsDeployed => Type is not ("parameter.v0" or "value.v0");

    /// <summary>How the image is built from a Dockerfile; null if it is not.</summary>
    public ManifestBuild? DockerfileBuild => Type == "dockerfile.v0" ? new() { Context = Context, Dockerfile = Path } : Build;
}
