using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Starts all resources with the host and ends them with it.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    IDistributedApplicationEventing eventing,
    StartupCheck check,
    ResourceRunner runner,
    IServiceProvider services,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    ILogger<DistributedApplication> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private PosixSignalRegistration? _hangup;
    private Task _running = Task.CompletedTask;

    /// <summary>Does what may find a fault, before the host starts.</summary>
    /// <exception cref="DistributedApplicationException">The application cannot start.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        check.Run();
        EndpointAllocator.Allocate(model);
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var version = typeof(DistributedApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Log.AspireVersion(logger, version);
        Log.Starting(logger);
        Log.AppHostDirectory(logger, environment.ContentRootPath);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The host itself listens to SIGINT and SIGTERM only; a closed terminal must end the resources too.
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        });
        _running = Task.WhenAll(model.Resources.Select(resource => runner.RunAsync(resource, _stopping.Token)));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Log.Started(logger);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _hangup?.Dispose();
        _stopping.Dispose();
    }
}
