using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A resource whose addresses <c>WithReference</c> hands to others.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints
{
}
