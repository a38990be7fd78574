using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aspirate.Manifests;

/// <summary>The application as its host described it.</summary>
internal static class Manifest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly HashSet<string> Supported = ["project.v0", "container.v0", "container.v1", "dockerfile.v0", "parameter.v0", "value.v0"];

    /// <summary>The resources of supported types; the others are reported.</summary>
    /// <exception cref="AspirateException">The file does not exist or is not a manifest.</exception>
    public static IReadOnlyDictionary<string, ManifestResource> Load(string path)
    {
        var resources = new Dictionary<string, ManifestResource>();
        foreach (var (name, node) in Entries(path))
        {
            if (Read(path, name, node) is { } resource)
            {
                resources.Add(name, resource);
            }
        }

        return resources;
    }

    private static JsonObject Entries(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var root = JsonNode.Parse(file, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return root is JsonObject o && o["resources"] is JsonObject entries
                ? entries
                : throw new AspirateException($"{path} is not an Aspire manifest: it has no 'resources'.");
        }
        catch (JsonException fault)
        {
            throw new AspirateException($"{path} is not an Aspire manifest: {fault.Message.TrimEnd('.')}.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AspirateException($"The manifest cannot be read: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    private static ManifestResource? Read(string path, string name, JsonNode? node)
    {
        try
        {
            var type = node is JsonObject entry ? (string?)entry["type"] : null;
            if (type is null || !Supported.Contains(type))
            {
                Terminal.Warn($"Skipping resource '{name}': its type '{type ?? "none"}' is not supported.");
                return null;
            }

            var resource = node.Deserialize<ManifestResource>(Json)! with { Name = name };
            return Fault(resource) is { } fault ? throw new AspirateException($"{path}: resource '{name}' {fault}.") : resource;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new AspirateException($"{path}: resource '{name}' cannot be read: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    private static string? Fault(ManifestResource resource) => resource switch
    {
        { Type: "project.v0" or "dockerfile.v0", Path: null or "" } => "has no path",
        { Type: "container.v0", Image: null or "" } => "has no image",
        { Type: "container.v1", Image: null or "", Build: null } => "has neither an image nor a build",
        { Build: { Context: null or "" } or { Dockerfile: null or "" } } => "has a build without context or dockerfile",
        _ => null,
    };
}
