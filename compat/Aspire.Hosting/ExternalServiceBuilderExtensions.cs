using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds services that are there already, outside of the application.</summary>
public static class ExternalServiceBuilderExtensions
{
    /// <summary>Adds a service that is there already.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name here.</param>
    /// <param name="url">Where it is.</param>
    /// <returns>The service's builder.</returns>
    /// <exception cref="ArgumentException">The address is relative, or more than a scheme, a host, a port and a path that ends in a slash.</exception>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, string url) =>
        ExternalServiceResource.TryParse(url, out var uri, out var fault)
            ? builder.AddExternalService(name, uri)
            : throw new ArgumentException($"External service '{name}' cannot be at '{url}': {fault}.", nameof(url));

    /// <summary>Adds a service that is there already.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name here.</param>
    /// <param name="uri">Where it is.</param>
    /// <returns>The service's builder.</returns>
    /// <exception cref="ArgumentException">The address is relative, or more than a scheme, a host, a port and a path that ends in a slash.</exception>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(this IDistributedApplicationBuilder builder, string name, Uri uri) =>
        builder.AddResource(new ExternalServiceResource(name, uri)).ExcludeFromManifest();

    /// <summary>Adds a service that is there already.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name here.</param>
    /// <param name="urlParameter">Says where it is.</param>
    /// <returns>The service's builder.</returns>
    public static IResourceBuilder<ExternalServiceResource> AddExternalService(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> urlParameter) =>
        builder.AddResource(new ExternalServiceResource(name, urlParameter.Resource)).ExcludeFromManifest();
}
