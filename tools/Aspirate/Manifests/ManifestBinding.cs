namespace Aspirate.Manifests;

/// <summary>An endpoint of a resource.</summary>
internal sealed record ManifestBinding
{
    public int? Port { get; init; }

    public int? TargetPort { get; set; }
}
