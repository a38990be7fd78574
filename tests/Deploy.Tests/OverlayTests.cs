using Digits.Deploy.Tests.Manifests;
using Digits.Deploy.Tests.Rules;

namespace Digits.Deploy.Tests;

/// <summary>What <c>kubectl apply -k</c> would send is what a cluster takes, and what Digits needs there.</summary>
public sealed class OverlayTests
{
    private static readonly string[] Names = [Overlay.Minikube, Overlay.Production];

    public static TheoryData<string, string> OverlaysAndRules
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (overlay, rule) in from overlay in Names from rule in AllRules.ByName.Keys select (overlay, rule))
            {
                data.Add(overlay, rule);
            }

            return data;
        }
    }

    [KubectlTheory]
    [MemberData(nameof(OverlaysAndRules))]
    public void Overlay_EveryRule_IsKept(string overlay, string rule) => Assert.Empty(AllRules.ByName[rule](Overlay.Of(overlay)));

    [SchemaTheory]
    [InlineData(Overlay.Minikube)]
    [InlineData(Overlay.Production)]
    public void Overlay_EveryObject_IsWhatItsSchemaSays(string overlay)
    {
        var manifest = Overlay.Of(overlay);

        Assert.NotEmpty(manifest.Objects);
        Assert.Empty(Schemas.Faults(manifest));
    }

    [KubectlTheory]
    [InlineData(Overlay.Minikube)]
    [InlineData(Overlay.Production)]
    public void Overlay_Services_AreTheFour(string overlay) => Assert.Equal(
        ["gateway", "inference", "processing", "training"], Overlay.Of(overlay).Workloads.Select(workload => workload.Name).Order());

    [KubectlFact]
    public void Minikube_Host_IsTheOneOfTheHostsFile() => Assert.Equal("digits.local", Ingress(Overlay.Minikube).Text("spec.rules.0.host"));

    [KubectlFact]
    public void Production_Host_StandsInOnePlace()
    {
        var ingress = Ingress(Overlay.Production);

        Assert.Equal(ingress.Text("spec.rules.0.host"), ingress.Text("spec.tls.0.hosts.0"));
    }

    [KubectlFact]
    public void Production_Images_ComeFromARegistryWithATag() => Assert.All(
        Overlay.Of(Overlay.Production).Workloads,
        workload => Assert.Matches($"^[a-z.]+/digits/{workload.Name}:[0-9.]+$", workload.Pod.Text("containers.0.image")));

    [KubectlTheory]
    [InlineData("inference")]
    [InlineData("gateway")]
    public void Production_ReplicatedServices_HaveTwoPodsAtLeast(string service) =>
        Assert.True(Overlay.Of(Overlay.Production).Find("HorizontalPodAutoscaler", service).Number("spec.minReplicas") >= 2);

    [KubectlFact]
    public void Overlay_TrainingAccount_MayOnlyHandleJobs()
    {
        var manifest = Overlay.Of(Overlay.Minikube);

        var rule = Assert.Single(Assert.Single(manifest.Of("Role")).Items("rules"));
        Assert.Equal(["batch"], rule.Texts("apiGroups"));
        Assert.Equal(["jobs"], rule.Texts("resources"));
        Assert.Empty(manifest.Of("ClusterRole"));
        Assert.Empty(manifest.Of("ClusterRoleBinding"));
    }

    private static System.Text.Json.Nodes.JsonObject Ingress(string overlay) => Assert.Single(Overlay.Of(overlay).Of("Ingress"));
}
