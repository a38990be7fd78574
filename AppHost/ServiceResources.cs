using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digits.AppHost;

/// <summary>How a service of Digits is set up, for all of them alike.</summary>
internal static class ServiceResources
{
    private const string EndpointName = "http";

    // Where the images of ASP.NET listen, and what Aspirate tells every project to listen at.
    private const int ImagePort = 8080;

    /// <summary>
    /// Adds a service with one plain-text endpoint. Run here, it listens on a fixed port of loopback, which DIGITS_NAME_PORT changes,
    /// and keeps what it stores where <see cref="Storage"/> says; published, the deployment decides both.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name, int port)
        where TProject : IProjectMetadata, new()
    {
        // No launch profile: the service's own is for starting it alone.
        var service = builder.AddProject<TProject>(name, launchProfileName: null);
        if (builder.ExecutionContext.IsPublishMode)
        {
            return service.WithHttpEndpoint(targetPort: ImagePort, name: EndpointName);
        }

        var storage = Storage.Find(builder);
        return service
            .WithHttpEndpoint(port: Port(builder, name, port), name: EndpointName, isProxied: false)
            .WithEnvironment(Storage.ConfigVariable, storage.ConfigFile)
            .WithEnvironment(Storage.RootVariable, storage.Root)
            // The AppHost is a developer's; the services run as they do when deployed.
            .WithEnvironment("DOTNET_ENVIRONMENT", "Production");
    }

    /// <summary>Tells a service where another one is. It does not wait for that one: each is of use without the others.</summary>
    public static IResourceBuilder<ProjectResource> Calls(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ProjectResource> callee)
    {
        var name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(callee.Resource.Name);
        return service
            .WithReference(callee)
            .WithEnvironment($"Services__{name}", callee.GetEndpoint(EndpointName));
    }

    /// <summary>Checks a service that speaks HTTP/2 without TLS only, which the built-in check over HTTP/1.1 cannot reach.</summary>
    public static IResourceBuilder<ProjectResource> WithHttp2HealthCheck(this IResourceBuilder<ProjectResource> service, string path)
    {
        var key = $"{service.Resource.Name}_{EndpointName}_{path}_http2_check";
        service.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, new Http2HealthCheck(service.GetEndpoint(EndpointName), path));
        return service.AsHttp2Service().WithHealthCheck(key);
    }

    /// <summary>Says when the application is ready, or that it cannot be.</summary>
    public static void ReportStart(this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> page) =>
        builder.Services.AddHostedService(services => new StartReport(
            page.Resource,
            [.. builder.Resources.OfType<ProjectResource>()],
            services.GetRequiredService<ResourceNotificationService>(),
            services.GetRequiredService<IOptions<ResourceNotificationServiceOptions>>(),
            services.GetRequiredService<IHostApplicationLifetime>()));

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
