using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application of several resources that starts and ends as one.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStarted;
    private bool _isStopped;

    /// <summary>Wraps a host that was set up by a builder.</summary>
    /// <param name="host">The host.</param>
    public DistributedApplication(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
    }

    /// <summary>Who has taken over the application from the entry point; null for nobody.</summary>
    internal EntryPointObserver? Observer { get; init; }

    /// <summary>The services of the application host.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The state of every resource.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    internal static string Version { get; } =
        typeof(DistributedApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The commands of every resource.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Makes a builder.</summary>
    /// <returns>The builder.</returns>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Makes a builder.</summary>
    /// <param name="args">The command line, read as configuration (<c>--key value</c>).</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The command line asks for something that is not there.</exception>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Makes a builder.</summary>
    /// <param name="options">How to set it up.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="DistributedApplicationException">The command line asks for something that is not there.</exception>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Starts the resources and waits until the application is told to end (Ctrl+C, SIGTERM, SIGHUP); then ends them.</summary>
    /// <exception cref="DistributedApplicationException">The application cannot start.</exception>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>
    /// Starts the resources and waits until the application is told to end (Ctrl+C, SIGTERM, SIGHUP); then ends them.
    /// When publishing, writes the manifest instead.
    /// </summary>
    /// <param name="cancellationToken">Ends the application too.</param>
    /// <returns>Ends when no process is left.</returns>
    /// <exception cref="DistributedApplicationException">The application cannot start; the message has a line for each fault.</exception>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (Services.GetService<ManifestPublisher>() is { } publisher)
        {
            await using var _ = this;
            await publisher.PublishAsync(cancellationToken);
            return;
        }

        if (Observer is { } observer)
        {
            // A test starts and stops the application; the entry point only waits until it is through.
            await observer.Ended.WaitAsync(cancellationToken);
            return;
        }

        await PrepareAsync(cancellationToken);
        await _host.RunAsync(cancellationToken);
    }

    /// <summary>Starts the resources. Those that wait for others start later; see <see cref="ResourceNotifications"/>.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when the start is under way.</returns>
    /// <exception cref="DistributedApplicationException">The application cannot start; the message has a line for each fault.</exception>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await PrepareAsync(cancellationToken);
        _isStarted = true;
        await _host.StartAsync(cancellationToken);
    }

    /// <summary>Ends all resources.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when no process is left.</returns>
    public virtual Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (!_isStarted || _isStopped)
        {
            return Task.CompletedTask;
        }

        _isStopped = true;
        return _host.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        Observer?.End();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
        else
        {
            _host.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private Task PrepareAsync(CancellationToken cancellationToken) =>
        Services.GetRequiredService<ApplicationOrchestrator>().PrepareAsync(cancellationToken);
}
