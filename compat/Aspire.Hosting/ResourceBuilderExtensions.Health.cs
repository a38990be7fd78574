using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Ties a health check of the application host to the resource.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="key">The name that the check is registered under.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The resource has that check already.</exception>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(a => a.Key == key))
        {
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.");
        }

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>Checks the resource's health by asking one of its web endpoints over HTTP/1.1.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="path">The path; by default <c>/</c>.</param>
    /// <param name="statusCode">The expected status; by default 200.</param>
    /// <param name="endpointName">The endpoint; by default <c>https</c> if there is one, else <c>http</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The endpoint is not a web endpoint.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.WithHttpHealthCheck(endpointName is null ? null : () => builder.GetEndpoint(endpointName), path, statusCode);

    /// <summary>Checks the resource's health by asking one of its web endpoints over HTTP/1.1.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="endpointSelector">Picks the endpoint; null for <c>https</c> if there is one, else <c>http</c>.</param>
    /// <param name="path">The path; by default <c>/</c>.</param>
    /// <param name="statusCode">The expected status; by default 200.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The endpoint is missing or not a web endpoint.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints
    {
        path ??= "/";
        var status = statusCode ?? 200;
        var endpoint = endpointSelector is not null
            ? endpointSelector()
            : builder.GetEndpoint(FindEndpoint(builder.Resource, "https") is null ? "http" : "https");
        if (!endpoint.Exists || !endpoint.EndpointAnnotation.IsWeb)
        {
            throw new DistributedApplicationException(
                $"Resource '{builder.Resource.Name}' has no http or https endpoint named '{endpoint.EndpointName}' to check its health at.");
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{builder.Resource.Name}_{endpoint.EndpointName}_{path}_{status}_check");
        builder.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, new HttpStatusHealthCheck(endpoint, path, status));
        return builder.WithHealthCheck(key);
    }
}
