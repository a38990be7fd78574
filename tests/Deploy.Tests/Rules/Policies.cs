using System.Text.Json.Nodes;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>What the NetworkPolicies together let through.</summary>
internal sealed class Policies(Manifest manifest)
{
    private const string ServicePort = "8080";

    /// <summary>Whether pods that no other policy knows neither get nor send anything.</summary>
    public bool DenyByDefault => manifest.Of("NetworkPolicy").Any(policy =>
        policy.At("spec.podSelector") is JsonObject { Count: 0 }
        && policy.Texts("spec.policyTypes").Order().SequenceEqual(["Egress", "Ingress"])
        && !policy.Items("spec.ingress").Any() && !policy.Items("spec.egress").Any());

    public bool LetsOut(Workload caller, Workload callee) => Rules(caller, "egress").Any(rule => Covers(rule, "to", callee));

    public bool LetsIn(Workload caller, Workload callee) => Rules(callee, "ingress").Any(rule => Covers(rule, "from", caller));

    /// <summary>Whether pods of other namespaces, or hosts, are let in.</summary>
    public bool LetsOthersIn(Workload workload) =>
        Rules(workload, "ingress").Any(rule => rule.At("from") is not JsonArray { Count: > 0 }
            || rule.Items("from").Any(peer => peer.At("namespaceSelector") is not null || peer.At("ipBlock") is not null));

    public bool ResolvesNames(Workload workload) => Rules(workload, "egress").Any(rule => rule.Items("ports").Any(port => port.Text("port") == "53"));

    public bool ReachesInternet(Workload workload) =>
        Rules(workload, "egress").Any(rule => rule.At("to") is not JsonArray { Count: > 0 } || rule.Items("to").Any(peer => peer.Text("ipBlock.cidr") == "0.0.0.0/0"));

    private static bool HasServicePort(JsonNode rule) =>
        rule.At("ports") is not JsonArray { Count: > 0 } || rule.Items("ports").Any(port => port.Text("port") == ServicePort);

    private bool Covers(JsonNode rule, string peers, Workload other) =>
        HasServicePort(rule) && (rule.At(peers) is not JsonArray { Count: > 0 }
            || rule.Items(peers).Any(peer => peer.At("ipBlock") is null && peer.Map("namespaceSelector.matchLabels").Count == 0
                && manifest.Selected(peer.At("podSelector")).Any(selected => selected.Name == other.Name)));

    private IEnumerable<JsonNode> Rules(Workload workload, string direction) => Of(workload).SelectMany(policy => policy.Items($"spec.{direction}"));

    private IEnumerable<JsonObject> Of(Workload workload) =>
        manifest.Of("NetworkPolicy").Where(policy => manifest.Selected(policy.At("spec.podSelector")).Any(selected => selected.Name == workload.Name));
}
