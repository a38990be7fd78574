using System.Globalization;
using System.Text.Json.Nodes;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>Reads objects of Kubernetes by paths such as <c>spec.ports.0.name</c>; what is not there is null, or empty.</summary>
internal static class JsonNodes
{
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>A value as text; null when there is none, or when it is a map or a list.</summary>
    public static string? Text(this JsonNode? node, string path) => node.At(path) is JsonValue value ? value.ToString() : null;

    public static int Number(this JsonNode? node, string path) => node.At(path)?.GetValue<int>() ?? 0;

    public static bool Is(this JsonNode? node, string path, bool value) => node.At(path) is JsonValue found && found.ToString() == (value ? "true" : "false");

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string path) => (node.At(path) as JsonArray ?? []).Select(item => item!);

    public static IEnumerable<string> Texts(this JsonNode? node, string path) => node.Items(path).Select(item => item.ToString());

    /// <summary>The entries of a map of texts, such as labels.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, string path) =>
        (node.At(path) as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => $"{entry.Value}");
}
