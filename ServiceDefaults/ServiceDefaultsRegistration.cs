using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Health;
using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Reflection;
using Digits.ServiceDefaults.Telemetry;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Digits.ServiceDefaults;

/// <summary>What every process of Digits shares.</summary>
public static class ServiceDefaultsRegistration
{
    private static readonly TimeSpan OpenCallsTime = TimeSpan.FromSeconds(8);

    /// <summary>Adds the clock, health checks, telemetry and an orderly shutdown.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck<ShutdownHealthCheck>("shutdown");
        // Who asks is told why. The log would have an error every few seconds of a start in which nothing is wrong.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        // A call that fails is an exception to who made it, who knows whether it matters.
        builder.Logging.AddFilter("Grpc.Net.Client", LogLevel.Warning);
        // Likewise a call that is refused: its caller reads the reason, and whoever sends bad calls must not fill the log.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server", LogLevel.Warning);
        builder.Services.AddOptions<DrainOptions>().BindConfiguration(DrainOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<Drain>();
        builder.Services.AddClosingTime();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(
            (host, drain) => host.ShutdownTimeout = TimeSpan.FromSeconds(drain.Value.DrainSeconds) + OpenCallsTime);
        builder.Services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>
    /// Adds a gRPC server whose leftover exceptions become statuses. It takes any Host header: its endpoints speak HTTP/2 without TLS,
    /// which no browser does, so that no page can reach them, under whatever name.
    /// </summary>
    public static WebApplicationBuilder AddGrpcDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddGrpc(options => options.Interceptors.Add<ErrorInterceptor>());
        builder.Services.RemoveAll(typeof(IServiceMethodProvider<>));
        builder.Services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(RequestCheck<>));
        // The interceptor has logged what a service failed of; what is left is what callers did, a stack trace for each of them.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None);
        builder.Services.TryAddSingleton<MappedServices>();
        builder.Services.TryAddSingleton<DescriptorIndex>();
        builder.Services.TryAddSingleton<ReflectionGrpcService>();
        return builder;
    }

    private static void AddClosingTime(this IServiceCollection services)
    {
        services.AddSingleton<ClosingTime>();
        services.AddTransient<IStartupFilter, ClosingFilter>();
        services.AddSingleton<SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, ClosingListenerFactory>();
    }

    /// <summary>Maps <c>/health</c> (ready for calls) and <c>/alive</c> (the process answers).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthText.WriteAsync });
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
        return app;
    }

    /// <summary>Maps grpc.health.v1 and server reflection, v1 and v1alpha.</summary>
    public static WebApplication MapGrpcDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGrpcService<HealthGrpcService>();
        app.MapGrpcService<ReflectionGrpcService>();
        app.MapGrpcService<AlphaReflectionGrpcService>();
        return app;
    }
}
