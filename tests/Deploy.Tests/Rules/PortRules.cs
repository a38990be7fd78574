using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>Every port that is named anywhere is one that a container listens on.</summary>
internal static class PortRules
{
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    public static IEnumerable<string> Faults(Manifest manifest) =>
        [.. manifest.Workloads.SelectMany(workload => OfContainers(manifest, workload)), .. OfServices(manifest), .. OfIngresses(manifest), .. OfPolicies(manifest)];

    private static IEnumerable<string> OfContainers(Manifest manifest, Workload workload)
    {
        var listening = manifest.Environment(workload).GetValueOrDefault("ASPNETCORE_URLS", "");
        foreach (var container in workload.Containers)
        {
            foreach (var port in container.Items("ports").Select(port => port.Text("containerPort")))
            {
                if (!listening.Contains($":{port};", StringComparison.Ordinal))
                {
                    yield return $"Deployment {workload.Name}: port {port} is listed, but ASPNETCORE_URLS is '{listening}'";
                }
            }

            foreach (var probe in Probes)
            {
                var port = container.Text($"{probe}.grpc.port") ?? container.Text($"{probe}.httpGet.port");
                if (port is null || !workload.HasPort(port))
                {
                    yield return $"Deployment {workload.Name}: {probe} asks at port '{port}'";
                }
            }
        }
    }

    private static IEnumerable<string> OfServices(Manifest manifest) =>
        from service in manifest.Of("Service")
        let selector = new JsonObject { ["matchLabels"] = service.At("spec.selector")?.DeepClone() }
        from port in service.Items("spec.ports")
        let target = port.Text("targetPort") ?? port.Text("port")
        where !manifest.Selected(selector).All(workload => workload.HasPort(target))
        select $"Service {service.Text("metadata.name")}: no container has port {target}";

    private static IEnumerable<string> OfIngresses(Manifest manifest) =>
        from ingress in manifest.Of("Ingress")
        from rule in ingress.Items("spec.rules")
        from path in rule.Items("http.paths")
        let service = manifest.Find("Service", path.Text("backend.service.name"))
        let port = path.Text("backend.service.port.name")
        where service is null || service.Items("spec.ports").All(known => known.Text("name") != port)
        select $"Ingress {ingress.Text("metadata.name")}: there is no port {port} of Service {path.Text("backend.service.name")}";

    private static IEnumerable<string> OfPolicies(Manifest manifest) =>
        from policy in manifest.Of("NetworkPolicy")
        let own = manifest.Selected(policy.At("spec.podSelector")).ToList()
        from port in policy.Items("spec.ingress").SelectMany(rule => rule.Items("ports"))
        where !own.All(workload => workload.HasPort(port.Text("port")!))
        select $"NetworkPolicy {policy.Text("metadata.name")}: no container has port {port.Text("port")}";
}
