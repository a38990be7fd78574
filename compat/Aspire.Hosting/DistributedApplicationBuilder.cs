using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Publishing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Collects the resources of an application and builds the host that runs them.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly ResourceCollection _resources = [];
    private readonly DistributedApplicationEventing _eventing = new();

    /// <summary>Creates the builder.</summary>
    /// <param name="args">The command line, read as configuration (<c>--key value</c>).</param>
    /// <exception cref="DistributedApplicationException">The command line asks for something that is not there.</exception>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Creates the builder.</summary>
    /// <param name="options">How to set it up.</param>
    /// <exception cref="DistributedApplicationException">The command line asks for something that is not there.</exception>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = Path.GetFullPath(options.ProjectDirectory ?? ProjectDirectory(AppHostAssembly) ?? Environment.CurrentDirectory);
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings { Args = options.Args, ContentRootPath = AppHostDirectory });
        var publishing = PublishingOptions.Read(_host.Configuration, options.Args ?? []);
        ExecutionContext = new(publishing is null ? DistributedApplicationOperation.Run : DistributedApplicationOperation.Publish);
        AddServices();
        if (publishing is not null)
        {
            Services.AddSingleton(publishing);
            Services.AddSingleton<ManifestPublisher>();
        }
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    IHostEnvironment IDistributedApplicationBuilder.Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IDistributedApplicationEventing Eventing => _eventing;

    /// <inheritdoc/>
    public IResourceCollection Resources => _resources;

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (_resources.FirstOrDefault(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new DistributedApplicationException(
                $"There are two resources named '{resource.Name}'" + (other.Name == resource.Name ? "." : $" ('{other.Name}'; case does not matter)."));
        }

        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        if (WaitCircle.Find(_resources) is { } circle)
        {
            throw new DistributedApplicationException($"Resources wait for one another in a circle: {string.Join(" -> ", circle.Select(r => r.Name))}.");
        }

        var host = _host.Build();
        ExecutionContext.ServiceProvider = host.Services;
        return new DistributedApplication(host);
    }

    private static string? ProjectDirectory(Assembly? assembly)
    {
        var written = assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "apphostprojectpath")?.Value;
        return Directory.Exists(written) ? written : null;
    }

    private void AddServices()
    {
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddHealthChecks();
        Services.AddSingleton<IDistributedApplicationEventing>(_eventing);
        Services.AddSingleton(new DistributedApplicationModel(_resources));
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(new ResourceNotificationService());
        Services.AddSingleton<ResourceConsole>();
        Services.AddSingleton<HealthMonitor>();
        Services.AddSingleton<ProcessSpecFactory>();
        Services.AddSingleton<OrphanGuard>();
        Services.AddSingleton<ResourceRunner>();
        Services.AddSingleton<StartupCheck>();
        Services.AddSingleton<ApplicationOrchestrator>();
        Services.AddHostedService(services => services.GetRequiredService<ApplicationOrchestrator>());
    }
}
