using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Publishing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting;

/// <summary>Collects the resources of an application and builds the host that runs them.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly DistributedApplicationOptions _options;
    private readonly EntryPointObserver? _observer;
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
        _options = options;
        _observer = EntryPointObserver.Current;
        var settings = new HostApplicationBuilderSettings { Args = options.Args };
        _observer?.Configure(options, settings);
        MistypedOption.Refuse(options.Args ?? []);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = Path.GetFullPath(options.ProjectDirectory ?? ProjectDirectory(AppHostAssembly) ?? Environment.CurrentDirectory);
        settings.ContentRootPath = AppHostDirectory;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        _host = new HostApplicationBuilder(settings);
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
        _observer?.BeforeBuild(this);
        if (WaitCircle.Find(_resources) is { } circle)
        {
            throw new DistributedApplicationException($"Resources wait for one another in a circle: {string.Join(" -> ", circle.Select(r => r.Name))}.");
        }

        var host = _host.Build();
        ExecutionContext.ServiceProvider = host.Services;
        var application = new DistributedApplication(host) { Observer = _observer };
        _observer?.AfterBuild(application);
        return application;
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
        Services.AddSingleton(services => new ResourceLoggerService(services.GetRequiredService<TimeProvider>()));
        Services.AddSingleton(services => new ResourceNotificationService(
            services.GetRequiredService<IOptions<ResourceNotificationServiceOptions>>(), services.GetRequiredService<ResourceLoggerService>(), services));
        Services.AddSingleton(services => new ResourceCommandService(
            services.GetRequiredService<ResourceNotificationService>(), services.GetRequiredService<ResourceLoggerService>(), services));
        Services.AddOptions<ResourceNotificationServiceOptions>().Configure<DashboardSettings>((options, dashboard) =>
            options.DefaultWaitBehavior = dashboard.IsEnabled ? WaitBehavior.WaitOnResourceUnavailable : WaitBehavior.StopOnResourceUnavailable);
        RunServices.AddTo(Services, _options, AppHostAssembly);
        Services.AddHostedService(services => services.GetRequiredService<ApplicationOrchestrator>());
    }
}
