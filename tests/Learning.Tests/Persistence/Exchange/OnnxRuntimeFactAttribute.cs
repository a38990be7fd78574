namespace Digits.Learning.Tests.Persistence.Exchange;

/// <summary>A fact that needs onnxruntime; skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute()
    {
        Skip = OnnxRuntime.Missing;
    }
}
