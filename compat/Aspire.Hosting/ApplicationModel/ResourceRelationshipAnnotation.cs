using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says what a resource has to do with another.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type"><c>Reference</c>, <c>WaitFor</c>, <c>Parent</c> or a word of the model.</param>
[DebuggerDisplay("Resource = {Resource.Name}, Type = {Type}")]
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary><c>Reference</c>, <c>WaitFor</c>, <c>Parent</c> or a word of the model.</summary>
    public string Type { get; } = type;
}
