using Digits.Tests;

namespace Digits.Processing.Tests.PublicSets;

/// <summary>A fact about the real KMNIST files in <c>../shared/data/kmnist</c>; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KmnistFactAttribute : FactAttribute
{
    public KmnistFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(Repository.SharedData, "kmnist")))
        {
            Skip = "needs the four KMNIST files in ../shared/data/kmnist beside the checkout";
        }
    }
}
