namespace Aspire.Hosting.ApplicationModel;

/// <summary>Changes the addresses of a resource once its endpoints have theirs.</summary>
/// <param name="callback">Changes them.</param>
public sealed class ResourceUrlsCallbackAnnotation(Func<ResourceUrlsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Changes the addresses.</summary>
    public Func<ResourceUrlsCallbackContext, Task> Callback { get; } = callback;
}
