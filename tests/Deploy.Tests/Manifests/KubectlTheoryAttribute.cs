namespace Digits.Deploy.Tests.Manifests;

/// <summary>A theory that needs kubectl; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute()
    {
        Skip = Overlay.Missing;
    }
}
