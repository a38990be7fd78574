using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Starts the dashboard and all resources with the host and ends them with it.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    IDistributedApplicationEventing eventing,
    StartupCheck check,
    ResourceIntake intake,
    Supervisors supervisors,
    PassiveResourceRunner passive,
    DashboardHost dashboard,
    IServiceProvider services,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    ILogger<DistributedApplication> logger) : IHostedLifecycleService, IDisposable
{
    // Together they keep what is promised for Ctrl+C: nothing is left after five seconds.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan DashboardGrace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private PosixSignalRegistration? _hangup;
    private Task _starting = Task.CompletedTask;

    /// <summary>Does what may find a fault, before the host starts.</summary>
    /// <exception cref="DistributedApplicationException">The application cannot start.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        check.Run();
        intake.Allocate();
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var version = typeof(DistributedApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Log.AspireVersion(logger, version);
        Log.Starting(logger);
        Log.AppHostDirectory(logger, environment.ContentRootPath);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The host itself listens to SIGINT and SIGTERM only; a closed terminal must end the resources too.
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            lifetime.StopApplication();
        });
        dashboard.Start();
        await intake.TakeUpAsync(cancellationToken);
        _starting = StartResourcesAsync();
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
        await Task.WhenAll(supervisors.All.Select(s => s.CloseAsync(StopGrace))).WaitAsync(cancellationToken);

        // Last: until they have ended, the resources send it what they did.
        await dashboard.StopAsync(DashboardGrace).WaitAsync(cancellationToken);
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _hangup?.Dispose();
        _stopping.Dispose();
    }

    private async Task StartResourcesAsync()
    {
        await Task.WhenAll(
        [
            .. model.Resources.Where(r => !PassiveResources.IsProcess(r)).Select(r => passive.StartAsync(r, _stopping.Token)),
            .. supervisors.All.Where(s => !s.StartsByCommand).Select(s => s.BeginAsync()),
        ]);
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), _stopping.Token);
    }
}
