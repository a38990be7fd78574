using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Digits.AppHost;

/// <summary>The settings that all services of Digits have in common.</summary>
internal static class ServiceResources
{
    private const string EndpointName = "http";
    private const string GrpcEndpointName = "grpc";

    // The ports on which a container listens: the first is what the ASP.NET images use and Aspirate sets for every project.
    private const int ImagePort = 8080;
    private const int ImageGrpcPort = 8081;

    /// <summary>
    /// Adds one plain-text endpoint. Run here, the service listens on a fixed port of loopback, which DIGITS_NAME_PORT changes, with
    /// nothing in between: clients and tests see the service itself. Published, it listens where its image does.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithDigitsEndpoint(this IResourceBuilder<ProjectResource> service, int port)
    {
        var builder = service.ApplicationBuilder;
        return builder.ExecutionContext.IsPublishMode
            ? service.WithHttpEndpoint(targetPort: ImagePort, name: EndpointName)
            : service.WithHttpEndpoint(port: Port(builder, service.Resource.Name, port), name: EndpointName, isProxied: false)
                // The AppHost runs in Development; the services run as they do when deployed.
                .WithEnvironment("DOTNET_ENVIRONMENT", "Production");
    }

    /// <summary>
    /// Adds a second one for native gRPC, which needs HTTP/2: without TLS a port speaks either HTTP/1.1 or HTTP/2. The variable
    /// DIGITS_NAME_GRPC_PORT changes its port, and a setting tells the service which of its ports it is.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithGrpcEndpoint(this IResourceBuilder<ProjectResource> service, int port, string setting)
    {
        var builder = service.ApplicationBuilder;
        var endpoint = builder.ExecutionContext.IsPublishMode
            ? service.WithHttpEndpoint(targetPort: ImageGrpcPort, name: GrpcEndpointName)
            : service.WithHttpEndpoint(port: Port(builder, $"{service.Resource.Name}_GRPC", port), name: GrpcEndpointName, isProxied: false);
        return endpoint
            .WithEndpoint(GrpcEndpointName, grpc => grpc.Transport = "http2")
            .WithEnvironment(setting, service.GetEndpoint(GrpcEndpointName).Property(EndpointProperty.TargetPort));
    }

    /// <summary>Tells a service where its configuration and its volumes lie. Published, the deployment mounts both.</summary>
    public static IResourceBuilder<ProjectResource> WithDigitsStorage(this IResourceBuilder<ProjectResource> service)
    {
        if (service.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return service;
        }

        var storage = Storage.Find(service.ApplicationBuilder);
        return service
            .WithEnvironment(Storage.ConfigVariable, storage.ConfigFile)
            .WithEnvironment(Storage.RootVariable, storage.Root);
    }

    /// <summary>Checks a service that speaks HTTP/2 without TLS only, which the built-in check over HTTP/1.1 cannot reach.</summary>
    public static IResourceBuilder<ProjectResource> WithHttp2HealthCheck(this IResourceBuilder<ProjectResource> service, string path)
    {
        var key = $"{service.Resource.Name}_{EndpointName}_{path}_http2_check";
        var endpoint = service.GetEndpoint(EndpointName);
        service.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, new Http2HealthCheck(() => endpoint.Url, path));
        return service.AsHttp2Service().WithHealthCheck(key);
    }

    /// <summary>Prints the page's address as soon as every service is healthy.</summary>
    public static void PrintAddressWhenReady(this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> page) =>
        builder.Services.AddHostedService(services => new ReadyLine(
            page.GetEndpoint(EndpointName),
            [.. builder.Resources.OfType<ProjectResource>()],
            services.GetRequiredService<ResourceNotificationService>()));

    /// <summary>
    /// Makes the AppHost end only when all services have ended. Otherwise the orchestrator stops them later, and a new start right after
    /// that finds their ports in use.
    /// </summary>
    public static void EndWithServices(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";

    private static int Port(IDistributedApplicationBuilder builder, string name, int port)
    {
        var variable = $"DIGITS_{name.ToUpperInvariant()}_PORT";
        var wanted = builder.Configuration[variable];
        if (string.IsNullOrWhiteSpace(wanted))
        {
            return port;
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 65535
            ? number
            : throw new DistributedApplicationException($"{variable} is '{wanted}'; a port is a number from 1 to 65535.");
    }
}
