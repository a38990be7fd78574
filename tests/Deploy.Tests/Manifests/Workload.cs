using System.Text.Json.Nodes;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>A Deployment and the pods that it makes.</summary>
internal sealed record Workload(JsonObject Deployment)
{
    public string Name => Deployment.Text("metadata.name")!;

    public JsonNode Pod => Deployment.At("spec.template.spec")!;

    public IReadOnlyDictionary<string, string> Labels => Deployment.Map("spec.template.metadata.labels");

    public IEnumerable<JsonNode> Containers => Pod.Items("containers");

    public IEnumerable<string> Claims => Pod.Items("volumes").Select(volume => volume.Text("persistentVolumeClaim.claimName")).OfType<string>();

    /// <summary>Whether a port, given by name or by number, is one of a container's.</summary>
    public bool HasPort(string port) => Containers.SelectMany(container => container.Items("ports"))
        .Any(known => known.Text("name") == port || known.Text("containerPort") == port);
}
