namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as a process.</summary>
/// <param name="name">The resource's name.</param>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IComputeResource
{
    /// <summary>The https endpoint that a published web project has without anyone asking for it.</summary>
    internal EndpointAnnotation? DefaultHttpsEndpoint { get; set; }
}
