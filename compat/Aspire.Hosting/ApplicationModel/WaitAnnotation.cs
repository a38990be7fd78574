using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Makes the start of a resource wait for another.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="waitType">What to wait for.</param>
/// <param name="exitCode">The expected exit code when waiting for completion.</param>
[DebuggerDisplay("Resource = {Resource.Name}, WaitType = {WaitType}")]
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The resource waited for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What to wait for.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>What to do when the resource fails; null for the application's default.</summary>
    public WaitBehavior? WaitBehavior { get; set; }

    /// <summary>The expected exit code when waiting for completion.</summary>
    public int ExitCode { get; } = exitCode;
}
