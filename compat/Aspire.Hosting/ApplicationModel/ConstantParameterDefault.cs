using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A default that is the same here and in the manifest.</summary>
internal sealed class ConstantParameterDefault(Func<string> valueGetter) : ParameterDefault
{
    private readonly Lazy<string> _value = new(valueGetter);

    public override string GetDefaultValue() => _value.Value;

    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", GetDefaultValue());
}
