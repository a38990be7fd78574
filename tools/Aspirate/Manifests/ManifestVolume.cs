namespace Aspirate.Manifests;

/// <summary>A volume of a container.</summary>
internal sealed record ManifestVolume
{
    public string? Name { get; init; }

    public required string Target { get; init; }
}
