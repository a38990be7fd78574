namespace Aspirate.Manifests;

/// <summary>How an image is built from a Dockerfile.</summary>
internal sealed record ManifestBuild
{
    public string? Context { get; init; }

    public string? Dockerfile { get; init; }

    public Dictionary<string, string?> Args { get; init; } = [];
}
