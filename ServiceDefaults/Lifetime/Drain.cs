using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>
/// Waits between the request to stop, after which the health checks report "not serving", and the end of the web server.
/// </summary>
internal sealed class Drain(IOptions<DrainOptions> options, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(TimeSpan.FromSeconds(options.Value.DrainSeconds), time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The section <c>Shutdown</c> of the configuration.</summary>
internal sealed class DrainOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long calls are still accepted after the process was asked to stop, in seconds. On Kubernetes other processes need this time to
    /// notice that it is stopping, so that none of their calls fails. On a single host there is no need to wait.
    /// </summary>
    [Range(0, 300)]
    public int DrainSeconds { get; set; }
}

/// <summary>Adds the orderly shutdown: drain, then <see cref="ClosingTime"/>, then the end of the calls that still run.</summary>
internal static class ShutdownRegistration
{
    private static readonly TimeSpan OpenCallsTime = TimeSpan.FromSeconds(8);

    public static void AddOrderlyShutdown(this IServiceCollection services)
    {
        services.AddOptions<DrainOptions>().BindConfiguration(DrainOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<Drain>();
        services.AddSingleton<ClosingTime>();
        services.AddTransient<IStartupFilter, ClosingFilter>();
        services.AddSingleton<SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, ClosingListenerFactory>();
        services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(
            (host, drain) => host.ShutdownTimeout = TimeSpan.FromSeconds(drain.Value.DrainSeconds) + OpenCallsTime);
    }
}

/// <summary>Unhealthy from the moment that the process is asked to stop, so that no new calls are sent to it.</summary>
internal sealed class ShutdownHealthCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The process is shutting down.")
            : HealthCheckResult.Healthy());
}
