using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Writes a resource's entry in the manifest in its own way, or keeps it out of it.</summary>
public class ManifestPublishingCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Creates the annotation.</summary>
    /// <param name="callback">Writes the contents of the entry; null for no entry.</param>
    public ManifestPublishingCallbackAnnotation(Action<ManifestPublishingContext>? callback) => Callback = callback is null
        ? null
        : context =>
        {
            callback(context);
            return Task.CompletedTask;
        };

    /// <summary>Creates the annotation.</summary>
    /// <param name="callback">Writes the contents of the entry; null for no entry.</param>
    public ManifestPublishingCallbackAnnotation(Func<ManifestPublishingContext, Task>? callback) => Callback = callback;

    /// <summary>Keeps a resource out of the manifest.</summary>
    public static ManifestPublishingCallbackAnnotation Ignore { get; } = new((Func<ManifestPublishingContext, Task>?)null);

    /// <summary>Writes the contents of the entry; null for no entry.</summary>
    public Func<ManifestPublishingContext, Task>? Callback { get; }
}
