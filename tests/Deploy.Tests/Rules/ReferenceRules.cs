using System.Text.RegularExpressions;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>Whatever an object names is there: ConfigMaps, Secrets, claims, accounts, volumes, Services, targets.</summary>
internal static partial class ReferenceRules
{
    public static IEnumerable<string> Faults(Manifest manifest) =>
        [
            .. manifest.Workloads.SelectMany(workload => References(workload)
                .Where(reference => manifest.Find(reference.Kind, reference.Name) is null)
                .Select(reference => $"Deployment {workload.Name}: there is no {reference.Kind} {reference.Name}")),
            .. manifest.Workloads.SelectMany(Mounts),
            .. manifest.Workloads.SelectMany(workload => Addresses(manifest, workload)),
            .. Targets(manifest),
        ];

    private static IEnumerable<(string Kind, string? Name)> References(Workload workload)
    {
        var sources = workload.Containers.SelectMany(container => container.Items("envFrom"))
            .Concat(workload.Containers.SelectMany(container => container.Items("env")).Select(variable => variable.At("valueFrom")!))
            .Concat(workload.Pod.Items("volumes"));
        foreach (var source in sources)
        {
            foreach (var (kind, path) in new[] { ("ConfigMap", "configMapRef"), ("ConfigMap", "configMapKeyRef"), ("ConfigMap", "configMap"), ("Secret", "secretRef"), ("Secret", "secretKeyRef") })
            {
                if (source.At(path) is { } reference && !reference.Is("optional", true))
                {
                    yield return (kind, reference.Text("name"));
                }
            }
        }

        foreach (var claim in workload.Claims)
        {
            yield return ("PersistentVolumeClaim", claim);
        }

        if (workload.Pod.Text("serviceAccountName") is { } account)
        {
            yield return ("ServiceAccount", account);
        }
    }

    private static IEnumerable<string> Mounts(Workload workload)
    {
        var volumes = workload.Pod.Items("volumes").Select(volume => volume.Text("name")).ToList();
        var mounts = workload.Containers.SelectMany(container => container.Items("volumeMounts")).ToList();
        var mounted = mounts.Select(mount => mount.Text("name")).ToList();
        return mounted.Except(volumes).Select(volume => $"Deployment {workload.Name}: mounts the volume {volume}, which it does not have")
            .Concat(volumes.Except(mounted).Select(volume => $"Deployment {workload.Name}: does not mount its volume {volume}"))
            .Concat(mounts.CountBy(mount => mount.Text("mountPath")!).Where(path => path.Value > 1).Select(path => $"Deployment {workload.Name}: mounts twice at {path.Key}"));
    }

    private static IEnumerable<string> Addresses(Manifest manifest, Workload workload) =>
        from variable in manifest.Environment(workload)
        let address = Address().Match(variable.Value)
        where variable.Key.StartsWith("Services__", StringComparison.OrdinalIgnoreCase)
        let service = manifest.Find("Service", address.Groups["host"].Value)
        where service is null || service.Items("spec.ports").All(port => port.Text("port") != address.Groups["port"].Value)
        select $"Deployment {workload.Name}: {variable.Key} is '{variable.Value}', which no Service is";

    private static IEnumerable<string> Targets(Manifest manifest) =>
        manifest.Of("HorizontalPodAutoscaler").Select(scaler => (Owner: scaler, Kind: scaler.Text("spec.scaleTargetRef.kind"), Name: scaler.Text("spec.scaleTargetRef.name")))
            .Concat(manifest.Of("RoleBinding").Select(binding => (Owner: binding, Kind: binding.Text("roleRef.kind"), Name: binding.Text("roleRef.name"))))
            .Concat(manifest.Of("RoleBinding").SelectMany(binding => binding.Items("subjects").Select(subject => (Owner: binding, Kind: subject.Text("kind"), Name: subject.Text("name")))))
            .Where(target => manifest.Find(target.Kind!, target.Name) is null)
            .Select(target => $"{target.Owner.Text("kind")} {target.Owner.Text("metadata.name")}: there is no {target.Kind} {target.Name}");

    [GeneratedRegex(@"^(http://|dns:///)(?<host>[a-z0-9-]+):(?<port>\d+)$")]
    private static partial Regex Address();
}
