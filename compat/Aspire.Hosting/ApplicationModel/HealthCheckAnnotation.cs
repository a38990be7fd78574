namespace Aspire.Hosting.ApplicationModel;

/// <summary>Ties a registered health check to a resource.</summary>
/// <param name="key">The name that the check is registered under.</param>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The name that the check is registered under.</summary>
    public string Key { get; } = key;
}
