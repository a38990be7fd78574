namespace Digits.Deploy.Tests.Manifests;

/// <summary>A fact that needs kubectl; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        Skip = Overlay.Missing;
    }
}
