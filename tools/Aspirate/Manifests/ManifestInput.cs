using System.Text.Json.Nodes;

namespace Aspirate.Manifests;

/// <summary>The input that a parameter needs.</summary>
internal sealed record ManifestInput
{
    public bool Secret { get; init; }

    /// <summary>The rules for a generated value, or a value, which counts as such a rule too.</summary>
    public JsonObject? Default { get; init; }

    public int MinLength => (int?)Default?["generate"]?["minLength"] ?? 22;
}
