using System.Text.RegularExpressions;
using Digits.Deploy.Tests.Manifests;

namespace Digits.Deploy.Tests.Rules;

/// <summary>Every object has a name of its own that a cluster takes, and lies in the one namespace.</summary>
internal static partial class NameRules
{
    public static IEnumerable<string> Faults(Manifest manifest)
    {
        var twice = manifest.Objects.GroupBy(one => (one.Text("kind"), one.Text("metadata.name"))).Where(group => group.Count() > 1);
        foreach (var group in twice)
        {
            yield return $"{group.Key} is there {group.Count()} times";
        }

        foreach (var one in manifest.Objects)
        {
            var name = one.Text("metadata.name") ?? "";
            if (name.Length > 63 || !Label().IsMatch(name))
            {
                yield return $"{one.Text("kind")} '{name}': no DNS label";
            }

            if (one.Text("kind") is not "Namespace" && (one.Text("metadata.namespace") is not { } space || manifest.Find("Namespace", space) is null))
            {
                yield return $"{one.Text("kind")} {name}: lies in no namespace that is made here";
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Label();
}
