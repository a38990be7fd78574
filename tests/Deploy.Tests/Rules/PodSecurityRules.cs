using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>The "restricted" standard of Kubernetes, and a little more: a read-only root, and no token of the API server.</summary>
internal static class PodSecurityRules
{
    private static readonly string[] VolumeKinds = ["configMap", "emptyDir", "persistentVolumeClaim", "secret", "projected", "downwardAPI", "csi", "ephemeral"];

    public static IEnumerable<string> Faults(Manifest manifest)
    {
        foreach (var space in manifest.Of("Namespace"))
        {
            if (space.Map("metadata.labels").GetValueOrDefault("pod-security.kubernetes.io/enforce") != "restricted")
            {
                yield return $"Namespace {space.Text("metadata.name")}: does not enforce restricted pods";
            }
        }

        foreach (var workload in manifest.Workloads)
        {
            var faults = OfPod(workload.Pod).Concat(workload.Containers.Concat(workload.Pod.Items("initContainers")).SelectMany(container => OfContainer(workload.Pod, container)));
            foreach (var fault in faults)
            {
                yield return $"Deployment {workload.Name}: {fault}";
            }
        }
    }

    private static IEnumerable<string> OfPod(JsonNode pod)
    {
        string[] host = [.. new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(key => pod.Is(key, true))];
        if (host.Length > 0)
        {
            yield return $"has {string.Join(", ", host)}";
        }

        if (!pod.Is("automountServiceAccountToken", false))
        {
            yield return "gets an account's token";
        }

        foreach (var volume in pod.Items("volumes").Where(volume => !VolumeKinds.Any(kind => volume.At(kind) is not null)))
        {
            yield return $"volume {volume.Text("name")} is of a forbidden kind";
        }

        if (pod.Number("securityContext.fsGroup") != pod.Number("securityContext.runAsGroup"))
        {
            yield return "its volumes belong to another group than its processes";
        }
    }

    private static IEnumerable<string> OfContainer(JsonNode pod, JsonNode container)
    {
        if (!container.Is("securityContext.runAsNonRoot", true) && !pod.Is("securityContext.runAsNonRoot", true))
        {
            yield return "may run as root";
        }

        if (pod.Number("securityContext.runAsUser") <= 0 || container.At("securityContext.runAsUser") is not null)
        {
            yield return "runs as a user that is not known to be none";
        }

        if ((container.Text("securityContext.seccompProfile.type") ?? pod.Text("securityContext.seccompProfile.type")) != "RuntimeDefault")
        {
            yield return "has no seccomp profile";
        }

        if (!container.Is("securityContext.allowPrivilegeEscalation", false) || container.Is("securityContext.privileged", true))
        {
            yield return "may gain privileges";
        }

        if (!container.Texts("securityContext.capabilities.drop").Contains("ALL") || container.Items("securityContext.capabilities.add").Any())
        {
            yield return "keeps capabilities";
        }

        if (!container.Is("securityContext.readOnlyRootFilesystem", true))
        {
            yield return "may write to its root";
        }
    }
}
