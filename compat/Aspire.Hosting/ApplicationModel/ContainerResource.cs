namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container. The stand-in publishes containers but cannot start them.</summary>
/// <param name="name">Its name.</param>
/// <param name="entrypoint">What runs in it; null for what the image says.</param>
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>What runs in the container; null for what the image says.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}
