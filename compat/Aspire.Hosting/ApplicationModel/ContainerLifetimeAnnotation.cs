using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Says how long a container lives.</summary>
[DebuggerDisplay("Lifetime = {Lifetime}")]
public sealed class ContainerLifetimeAnnotation : IResourceAnnotation
{
    /// <summary>How long.</summary>
    public required ContainerLifetime Lifetime { get; set; }
}
