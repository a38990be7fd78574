using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>Whatever picks pods by their labels picks the pods that it is meant for.</summary>
internal static class SelectorRules
{
    public static IEnumerable<string> Faults(Manifest manifest)
    {
        foreach (var workload in manifest.Workloads)
        {
            var selected = manifest.Selected(workload.Deployment.At("spec.selector")).Select(other => other.Name).ToList();
            if (selected is not [var only] || only != workload.Name)
            {
                yield return $"Deployment {workload.Name}: selects the pods of [{string.Join(", ", selected)}]";
            }

            foreach (var spread in workload.Pod.Items("topologySpreadConstraints"))
            {
                if (!manifest.Selected(spread.At("labelSelector")).Select(other => other.Name).SequenceEqual([workload.Name]))
                {
                    yield return $"Deployment {workload.Name}: its spread counts other pods than its own";
                }
            }
        }

        foreach (var (owner, selector) in Single(manifest))
        {
            var count = manifest.Selected(selector).Count();
            if (count != 1)
            {
                yield return $"{owner}: selects the pods of {count} Deployments";
            }
        }

        foreach (var policy in manifest.Of("NetworkPolicy"))
        {
            if (PodSelectors(policy).Any(selector => !manifest.Selected(selector).Any()))
            {
                yield return $"NetworkPolicy {policy.Text("metadata.name")}: selects pods that there are not";
            }
        }
    }

    private static IEnumerable<(string Owner, JsonNode? Selector)> Single(Manifest manifest) =>
        manifest.Of("Service")
            .Select(service => ($"Service {service.Text("metadata.name")}", (JsonNode?)new JsonObject { ["matchLabels"] = service.At("spec.selector")?.DeepClone() }))
            .Concat(manifest.Of("PodDisruptionBudget").Select(budget => ($"PodDisruptionBudget {budget.Text("metadata.name")}", budget.At("spec.selector"))));

    /// <summary>A policy's own pods, and peers of this namespace.</summary>
    private static IEnumerable<JsonNode?> PodSelectors(JsonObject policy) =>
        policy.Items("spec.ingress").SelectMany(rule => rule.Items("from"))
            .Concat(policy.Items("spec.egress").SelectMany(rule => rule.Items("to")))
            .Where(peer => peer.At("podSelector") is not null && peer.At("namespaceSelector") is null)
            .Select(peer => peer.At("podSelector"))
            .Prepend(policy.At("spec.podSelector"));
}
