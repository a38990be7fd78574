using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Tells the resource every address of another: <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="source">The other resource.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReferenceRelationship(source.Resource).WithEnvironment(context => AddReferences(context, source.Resource, null, _ => true));

    /// <summary>Tells the resource every address of another, under a name of its own: <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="name">The name.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReferenceRelationship(source.Resource).WithEnvironment(context => AddReferences(context, source.Resource, name, _ => true));

    /// <summary>Tells the resource one address of another: <c>services__name__endpoint__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="endpointReference">The endpoint.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReferenceRelationship(endpointReference.Resource).WithEnvironment(context => AddReferences(
            context,
            endpointReference.Resource,
            null,
            e => string.Equals(e.Name, endpointReference.EndpointName, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Tells the resource an address: <c>services__name__default__0</c> and <c>name</c>.</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="name">The name.</param>
    /// <param name="uri">The address.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The address is relative, or more than a scheme, a host, a port and a path that ends in a slash.</exception>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(uri);
        return ExternalServiceResource.TryParse(uri.OriginalString, out var address, out var fault)
            ? builder.WithEnvironment($"services__{name}__default__0", address.ToString()).WithEnvironment(VariablePart(name), address.ToString())
            : throw new InvalidOperationException($"'{name}' cannot be at '{uri}': {fault}.");
    }

    /// <summary>Tells the resource the address of an external service: <c>services__name__scheme__0</c> and <c>NAME</c>.</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="externalService">The service.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment
    {
        var service = externalService.Resource;
        var variable = VariablePart(service.Name).ToUpperInvariant();
        return service.Uri is { } uri
            ? builder.WithEnvironment(variable, uri.ToString()).WithEnvironment($"services__{service.Name}__{uri.Scheme}__0", uri.ToString())
            : builder.WithEnvironment(context => AddReferenceAsync(context, service, service.UrlParameter!, variable));
    }

    /// <summary>Tells the resource the connection string of another, in the variable that the other names or <c>ConnectionStrings__name</c>.</summary>
    /// <typeparam name="TDestination">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="source">The other resource.</param>
    /// <param name="connectionName">The name; null for that of the other resource.</param>
    /// <param name="optional">Whether there may be none.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
        return builder.WithVariable(variable, new ConnectionStringReference(resource, optional));
    }

    private static void AddReferences(
        EnvironmentCallbackContext context, IResourceWithEndpoints source, string? name, Func<EndpointAnnotation, bool> isWanted)
    {
        // A name of the caller's own keeps its case.
        var prefix = VariablePart(name ?? source.Name.ToUpperInvariant());
        foreach (var endpoint in source.Annotations.OfType<EndpointAnnotation>().Where(isWanted))
        {
            var reference = new EndpointReference(source, endpoint.Name);
            context.EnvironmentVariables[$"{prefix}_{VariablePart(endpoint.Name).ToUpperInvariant()}"] = reference;
            context.EnvironmentVariables[$"services__{name ?? source.Name}__{endpoint.Name}__0"] = reference;
        }
    }

    // The scheme is part of the variable's name, and a published parameter has no value to read it from.
    private static async Task AddReferenceAsync(
        EnvironmentCallbackContext context, ExternalServiceResource service, ParameterResource parameter, string variable)
    {
        var scheme = "default";
        if (context.ExecutionContext.IsRunMode)
        {
            if (!ExternalServiceResource.TryParse(await parameter.GetValueAsync(context.CancellationToken), out var uri, out var fault))
            {
                throw new DistributedApplicationException($"Parameter '{parameter.Name}' is no address for external service '{service.Name}': {fault}.");
            }

            scheme = uri.Scheme;
            variable += $"_{VariablePart(scheme).ToUpperInvariant()}";
        }

        context.EnvironmentVariables[$"services__{service.Name}__{scheme}__0"] = parameter;
        context.EnvironmentVariables[variable] = parameter;
    }

    private static string VariablePart(string name)
    {
        var part = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return part.Length > 0 && char.IsAsciiDigit(part[0]) ? $"_{part}" : part;
    }
}
