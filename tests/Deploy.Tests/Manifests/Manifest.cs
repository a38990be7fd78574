using System.Text.Json.Nodes;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>Everything that <c>kubectl apply -k</c> would send.</summary>
internal sealed class Manifest(IReadOnlyList<JsonObject> objects)
{
    public IReadOnlyList<JsonObject> Objects => objects;

    public IEnumerable<Workload> Workloads => Of("Deployment").Select(deployment => new Workload(deployment));

    public IEnumerable<JsonObject> Of(string kind) => objects.Where(one => one.Text("kind") == kind);

    public JsonObject? Find(string kind, string? name) => Of(kind).FirstOrDefault(one => one.Text("metadata.name") == name);

    /// <summary>The workloads whose pods a label selector picks; all of them for an empty one.</summary>
    public IEnumerable<Workload> Selected(JsonNode? selector) => Workloads.Where(workload => Matches(selector, workload.Labels));

    /// <summary>The environment of a workload's container: its own variables over those of its ConfigMaps.</summary>
    public IReadOnlyDictionary<string, string> Environment(Workload workload)
    {
        var variables = new Dictionary<string, string>();
        foreach (var container in workload.Containers)
        {
            var maps = container.Items("envFrom").Select(source => Find("ConfigMap", source.Text("configMapRef.name"))).OfType<JsonObject>();
            foreach (var (key, value) in maps.SelectMany(map => map.Map("data")))
            {
                variables[key] = value;
            }

            foreach (var variable in container.Items("env").Where(variable => variable.Text("value") is not null))
            {
                variables[variable.Text("name")!] = variable.Text("value")!;
            }
        }

        return variables;
    }

    /// <summary>A copy that may be broken on purpose.</summary>
    public Manifest Copy() => new([.. objects.Select(one => (JsonObject)one.DeepClone())]);

    public Manifest Without(string kind, string name) => new([.. objects.Where(one => one != Find(kind, name))]);

    private static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Map("matchLabels").All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value)
        && selector.Items("matchExpressions").All(expression => expression.Text("operator") switch
        {
            "In" => expression.Texts("values").Contains(labels.GetValueOrDefault(expression.Text("key")!)),
            "Exists" => labels.ContainsKey(expression.Text("key")!),
            var other => throw new NotSupportedException($"operator {other}"),
        });
}
