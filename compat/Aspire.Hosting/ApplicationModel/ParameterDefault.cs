using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The value of a parameter that nobody gave one.</summary>
public abstract class ParameterDefault
{
    /// <summary>Writes the contents of the parameter's <c>default</c> in the manifest.</summary>
    /// <param name="context">Where to write.</param>
    public abstract void WriteToManifest(ManifestPublishingContext context);

    /// <summary>Gets the value.</summary>
    /// <returns>The value.</returns>
    public abstract string GetDefaultValue();
}
