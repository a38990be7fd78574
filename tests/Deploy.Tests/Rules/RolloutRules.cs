using System.Globalization;
using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>An update fails no request, a volume never has two processes, and a node can always be drained.</summary>
internal static class RolloutRules
{
    /// <summary>What running calls get after the drain, as ServiceDefaults has it.</summary>
    private const int ShutdownSeconds = 8;

    public static IEnumerable<string> Faults(Manifest manifest) =>
        [.. manifest.Workloads.SelectMany(workload => OfWorkload(manifest, workload)), .. manifest.Of("PodDisruptionBudget").SelectMany(OfBudget), .. Shared(manifest)];

    private static IEnumerable<string> OfWorkload(Manifest manifest, Workload workload)
    {
        var scaled = manifest.Of("HorizontalPodAutoscaler").Any(scaler => scaler.Text("spec.scaleTargetRef.name") == workload.Name);
        var strategy = workload.Deployment.At("spec.strategy");
        var drain = int.Parse(manifest.Environment(workload).GetValueOrDefault("Shutdown__DrainSeconds", "0"), CultureInfo.InvariantCulture);
        if (drain + ShutdownSeconds >= workload.Pod.Number("terminationGracePeriodSeconds"))
        {
            yield return $"{workload.Name}: is killed before it can end by itself";
        }

        if (workload.Claims.Any())
        {
            if (scaled || workload.Deployment.Number("spec.replicas") != 1 || strategy.Text("type") != "Recreate")
            {
                yield return $"{workload.Name}: its volume could have two processes";
            }

            yield break;
        }

        if (strategy.Text("type") != "RollingUpdate" || strategy.Text("rollingUpdate.maxUnavailable") != "0" || drain == 0)
        {
            yield return $"{workload.Name}: an update fails requests";
        }

        if (scaled == workload.Deployment.At("spec.replicas") is not null)
        {
            yield return $"{workload.Name}: its replicas are set by two, or by none";
        }
    }

    private static IEnumerable<string> OfBudget(JsonObject budget)
    {
        if (budget.Number("spec.maxUnavailable") < 1 || budget.At("spec.minAvailable") is not null)
        {
            yield return $"PodDisruptionBudget {budget.Text("metadata.name")}: could block a drain";
        }
    }

    private static IEnumerable<string> Shared(Manifest manifest) =>
        manifest.Workloads.SelectMany(workload => workload.Claims).CountBy(claim => claim).Where(claim => claim.Value > 1)
            .Select(claim => $"PersistentVolumeClaim {claim.Key}: has {claim.Value} Deployments");
}
