using System.Reflection;
using Aspire.Hosting.Consoles;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Proxying;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Running;

/// <summary>Registers what runs an application on this machine.</summary>
internal static class RunServices
{
    private const string RandomizePortsKey = "DcpPublisher:RandomizePorts";
    private const string DashboardPathKey = "aspiredashboardpath";

    public static void AddTo(IServiceCollection services, DistributedApplicationOptions options, Assembly? appHost)
    {
        services.AddSingleton(provider => new DashboardSettings(
            provider.GetRequiredService<IConfiguration>(),
            options.DisableDashboard || provider.GetRequiredService<DistributedApplicationExecutionContext>().IsPublishMode,
            options.AllowUnsecuredTransport,
            DashboardPath(appHost)));
        services.AddSingleton(provider => new RunOptions(provider.GetRequiredService<IConfiguration>().GetValue<bool>(RandomizePortsKey)));
        services.AddSingleton<TerminalOutput>();
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<ReadinessMonitor>();
        services.AddSingleton<TelemetryEnvironment>();
        services.AddSingleton<ProcessSpecFactory>();
        services.AddSingleton<OrphanGuard>();
        services.AddSingleton<EndpointProxies>();
        services.AddSingleton<EndpointAllocator>();
        services.AddSingleton<ResourceUrls>();
        services.AddSingleton<ResourceRunner>();
        services.AddSingleton<Supervisors>();
        services.AddSingleton<ResourceIntake>();
        services.AddSingleton<PassiveResourceRunner>();
        services.AddSingleton<ResourceServiceHost>();
        services.AddSingleton<DashboardHost>();
        services.AddSingleton<StartupCheck>();
        services.AddSingleton<ApplicationOrchestrator>();
    }

    private static string? DashboardPath(Assembly? appHost) =>
        appHost?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == DashboardPathKey)?.Value is { Length: > 0 } path
            ? path
            : null;
}
