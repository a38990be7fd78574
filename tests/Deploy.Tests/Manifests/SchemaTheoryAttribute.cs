namespace Digits.Deploy.Tests.Manifests;

/// <summary>A theory that needs kubectl and the schemas; skipped, with the reason, where one of them is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SchemaTheoryAttribute : TheoryAttribute
{
    public SchemaTheoryAttribute()
    {
        Skip = Overlay.Missing ?? Schemas.Missing;
    }
}
