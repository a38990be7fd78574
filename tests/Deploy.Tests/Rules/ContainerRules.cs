using System.Globalization;
using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>Every container says what it needs, is asked whether it lives, and finds config.json where it looks for it.</summary>
internal static class ContainerRules
{
    /// <summary>A service whose cores are busy training may be silent for that long.</summary>
    private const int PatienceSeconds = 60;

    public static IEnumerable<string> Faults(Manifest manifest) =>
        from workload in manifest.Workloads
        from container in workload.Containers
        from fault in (string[])[.. Resources(container), .. Probes(container), .. Config(manifest, workload, container)]
        select $"Deployment {workload.Name}: {fault}";

    private static IEnumerable<string> Resources(JsonNode container)
    {
        foreach (var resource in new[] { "cpu", "memory" })
        {
            var request = Quantity(container.Text($"resources.requests.{resource}"));
            var limit = Quantity(container.Text($"resources.limits.{resource}"));
            if (request <= 0 || limit < request)
            {
                yield return $"asks for {request} of {resource} and is limited to {limit}";
            }
        }
    }

    private static IEnumerable<string> Probes(JsonNode container)
    {
        if (container.At("startupProbe") is null || container.At("readinessProbe") is null)
        {
            yield return "is not asked whether it is ready";
        }

        var liveness = container.At("livenessProbe");
        if (liveness.Number("periodSeconds") * liveness.Number("failureThreshold") < PatienceSeconds)
        {
            yield return "is killed while it is merely busy";
        }

        if (liveness.At("grpc") is { } grpc ? grpc.Text("service") != "liveness" : liveness.Text("httpGet.path") != "/alive")
        {
            yield return "is killed when it is merely not ready";
        }
    }

    private static IEnumerable<string> Config(Manifest manifest, Workload workload, JsonNode container)
    {
        var path = manifest.Environment(workload).GetValueOrDefault("DIGITS_CONFIG", "");
        var mount = container.Items("volumeMounts").FirstOrDefault(mount => mount.Text("mountPath") == Path.GetDirectoryName(path));
        var volume = workload.Pod.Items("volumes").FirstOrDefault(volume => volume.Text("name") == mount.Text("name"));
        var files = manifest.Find("ConfigMap", volume.Text("configMap.name")).Map("data");
        if (!mount.Is("readOnly", true) || !files.ContainsKey(Path.GetFileName(path)))
        {
            yield return $"does not find '{path}', or could write it";
        }

        var root = manifest.Environment(workload).GetValueOrDefault("DIGITS_DATA", "?");
        var names = workload.Pod.Items("volumes").Where(one => one.At("persistentVolumeClaim") is not null).Select(one => one.Text("name")).ToList();
        foreach (var stray in container.Items("volumeMounts").Where(one => names.Contains(one.Text("name")) && !one.Text("mountPath")!.StartsWith(root + "/", StringComparison.Ordinal)))
        {
            yield return $"has a volume at {stray.Text("mountPath")}, which is not below DIGITS_DATA";
        }
    }

    private static double Quantity(string? text)
    {
        (string Suffix, double Unit)[] units = [("m", 0.001), ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30)];
        var (suffix, unit) = units.FirstOrDefault(unit => text?.EndsWith(unit.Suffix, StringComparison.Ordinal) is true, ("", 1));
        return double.TryParse(text?[..^suffix.Length], CultureInfo.InvariantCulture, out var number) ? number * unit : 0;
    }
}
