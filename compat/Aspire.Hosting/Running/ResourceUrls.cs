using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Works out the addresses that are shown of a resource.</summary>
internal sealed class ResourceUrls(DistributedApplicationExecutionContext executionContext, ResourceLoggerService consoles)
{
    /// <summary>One for each endpoint, and what the model adds or changes; none of them answers yet.</summary>
    public async Task<ImmutableArray<UrlSnapshot>> ShownAsync(IResource resource, CancellationToken cancellationToken)
    {
        List<ResourceUrlAnnotation> urls = resource is IResourceWithEndpoints owner
            ? [.. resource.Annotations.OfType<EndpointAnnotation>().Select(e => Of(new EndpointReference(owner, e.Name)))]
            : [];
        urls.AddRange(resource.Annotations.OfType<ResourceUrlAnnotation>());
        var context = new ResourceUrlsCallbackContext(executionContext, resource, urls, cancellationToken) { Logger = consoles.GetLogger(resource) };
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }

        return [.. urls.OrderByDescending(u => u.DisplayOrder ?? 0).Select(Snapshot)];
    }

    private static ResourceUrlAnnotation Of(EndpointReference endpoint) => new() { Url = endpoint.Url, Endpoint = endpoint };

    private static UrlSnapshot Snapshot(ResourceUrlAnnotation url) =>
        new(url.Endpoint?.EndpointName, Absolute(url), url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            IsInactive = true,
            DisplayProperties = new(url.DisplayText ?? string.Empty, url.DisplayOrder ?? 0),
        };

    private static string Absolute(ResourceUrlAnnotation url) =>
        url.Endpoint is { } endpoint && !url.Url.Contains("://", StringComparison.Ordinal) ? new Uri(new Uri(endpoint.Url), url.Url).ToString() : url.Url;
}
