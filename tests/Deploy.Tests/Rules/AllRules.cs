using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>The rules by name.</summary>
internal static class AllRules
{
    public static IReadOnlyDictionary<string, Func<Manifest, IEnumerable<string>>> ByName { get; } =
        new Dictionary<string, Func<Manifest, IEnumerable<string>>>
        {
            ["Containers"] = ContainerRules.Faults,
            ["Names"] = NameRules.Faults,
            ["Network"] = NetworkRules.Faults,
            ["PodSecurity"] = PodSecurityRules.Faults,
            ["Ports"] = PortRules.Faults,
            ["References"] = ReferenceRules.Faults,
            ["Rollout"] = RolloutRules.Faults,
            ["Selectors"] = SelectorRules.Faults,
        };
}
