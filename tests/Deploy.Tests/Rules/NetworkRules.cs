using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>Everyone reaches whom the application model says that they call, and nobody else; from outside only the gateway is reached.</summary>
internal static class NetworkRules
{
    private const string Outside = "outside";

    public static IEnumerable<string> Faults(Manifest manifest)
    {
        var policies = new Policies(manifest);
        if (!policies.DenyByDefault)
        {
            yield return "nothing is closed by default";
        }

        var needed = Needed(manifest).ToHashSet();
        foreach (var (from, to) in needed.Except(Allowed(manifest, policies, (caller, callee) => policies.LetsOut(caller, callee) && policies.LetsIn(caller, callee))))
        {
            yield return $"{from} does not reach {to}";
        }

        // Either side alone must not let more through: the other one may be widened some day.
        foreach (var (from, to) in Allowed(manifest, policies, (caller, callee) => policies.LetsOut(caller, callee) || policies.LetsIn(caller, callee)).Except(needed))
        {
            yield return $"{from} reaches {to}";
        }

        foreach (var workload in manifest.Workloads.Where(workload => !policies.ResolvesNames(workload)))
        {
            yield return $"{workload.Name}: cannot resolve names";
        }

        foreach (var workload in manifest.Workloads.Where(workload => policies.ReachesInternet(workload) != (workload.Name == "processing")))
        {
            yield return $"{workload.Name}: processing alone needs the internet";
        }
    }

    private static IEnumerable<(string From, string To)> Needed(Manifest manifest) =>
        manifest.Workloads.SelectMany(workload => manifest.Environment(workload).Keys
                .Where(key => key.StartsWith("services__", StringComparison.OrdinalIgnoreCase))
                .Select(key => key.Split("__")[1].ToLowerInvariant())
                .Distinct()
                .Where(callee => manifest.Find("Deployment", callee) is not null)
                .Select(callee => (workload.Name, callee)))
            .Append((Outside, "gateway"));

    private static IEnumerable<(string From, string To)> Allowed(Manifest manifest, Policies policies, Func<Workload, Workload, bool> lets) =>
        (from caller in manifest.Workloads
         from callee in manifest.Workloads
         where lets(caller, callee)
         select (caller.Name, callee.Name))
        .Concat(manifest.Workloads.Where(policies.LetsOthersIn).Select(workload => (Outside, workload.Name)));
}
