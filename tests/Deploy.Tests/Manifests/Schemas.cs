using System.Text.Json;
using System.Text.Json.Nodes;
using Digits.Tests;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>The schemas of every Kubernetes kind, from npm.</summary>
internal static class Schemas
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "kubernetes");

    /// <summary>Why they cannot be used here; null when they can.</summary>
    public static string? Missing { get; } =
        !Directory.Exists(Path.Combine(Folder, "node_modules", "kubernetes-models")) ? "needs the schemas: npm ci --ignore-scripts in tests/kubernetes"
        : Tool.TryOutput("node", "--version") is null ? "needs Node.js"
        : null;

    /// <summary>What the schemas forbid, and every field that they do not know.</summary>
    public static IEnumerable<string> Faults(Manifest manifest)
    {
        var objects = new JsonArray([.. manifest.Objects.Select(one => one.DeepClone())]);
        return JsonSerializer.Deserialize<string[]>(Tool.Output("node", [Path.Combine(Folder, "validate.js")], input: objects.ToJsonString()))!;
    }
}
