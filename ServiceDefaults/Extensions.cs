using System.Diagnostics;
using System.Text.Json;
using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Settings;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Digits.ServiceDefaults;

/// <summary>What every process of Digits shares: telemetry, health checks, gRPC servers and clients, an orderly shutdown.</summary>
public static class Extensions
{
    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const string HealthServicePath = "/grpc.health.v1.Health/";

    /// <summary>The name that the gRPC health service answers for as long as the process answers at all, as <c>/alive</c> does.</summary>
    private const string LivenessName = "liveness";

    /// <summary>Marks the checks that fail only when the process must be restarted.</summary>
    private const string LiveTag = "live";

    /// <summary>The names under which Digits itself makes spans and measurements: <c>Digits.Training</c> and so on.</summary>
    private const string OwnTelemetry = "Digits.*";

    private const int StreamWindowBytes = 256 << 10;

    /// <summary>How often the state that a health watch reports is looked up.</summary>
    private static readonly TimeSpan HealthWatchPeriod = TimeSpan.FromSeconds(5);

    private static readonly string[] AddressKeys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>Adds the clock, telemetry, health checks and an orderly shutdown.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        // A failed call throws in the code that made it, and that code knows whether the failure is worth a log entry.
        builder.Logging.AddFilter("Grpc.Net.Client", LogLevel.Warning);
        // The same holds for a refused call: its caller reads the reason, and a caller who sends bad calls must not fill the log.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server", LogLevel.Warning);
        builder.Services.AddOrderlyShutdown();
        builder.Services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        return builder;
    }

    /// <summary>
    /// Sends traces, metrics and logs to the receiver that the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names. Without it
    /// nothing is collected, at no cost. The other <c>OTEL_*</c> variables have their standard meaning.
    /// </summary>
    public static WebApplicationBuilder ConfigureOpenTelemetry(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return builder;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(OwnTelemetry)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithTracing(tracing => tracing
                .AddSource(OwnTelemetry)
                .AddAspNetCoreInstrumentation(TraceRequests)
                .AddGrpcClientInstrumentation()
                .AddHttpClientInstrumentation())
            .UseOtlpExporter();
        return builder;
    }

    /// <summary>Adds a check that holds for as long as the process answers, and one that fails as soon as it is asked to stop.</summary>
    public static WebApplicationBuilder AddDefaultHealthChecks(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHealthChecks()
            .AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag])
            .AddCheck<ShutdownHealthCheck>("shutdown");
        // The response of /health gives the reasons. Otherwise a normal start would log an error every few seconds.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        return builder;
    }

    /// <summary>
    /// Adds a gRPC server that turns unhandled exceptions into statuses, with grpc.health.v1 and server reflection. For the empty name and
    /// for each service the health service reports the result of all health checks. For <c>liveness</c> it answers as <c>/alive</c> does: a
    /// process that is not ready must not be restarted because of that. The server accepts any Host header: its endpoints speak HTTP/2
    /// without TLS, which browsers do not support, so no web page can reach them.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="services">The contracts that the process serves.</param>
    public static WebApplicationBuilder AddGrpcDefaults(this WebApplicationBuilder builder, params IEnumerable<ServiceDescriptor> services)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddGrpc(options => options.Interceptors.Add<ErrorInterceptor>());
        builder.Services.Configure<KestrelServerOptions>(GiveEveryStreamRoom);
        builder.Services.RemoveAll(typeof(IServiceMethodProvider<>));
        builder.Services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(RequestCheck<>));
        // The interceptor has logged the service's own failures. What this category would add is a stack trace for each mistake of a caller.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None);
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks(options =>
        {
            options.Services.Map(LivenessName, check => check.Tags.Contains(LiveTag));
            foreach (var service in services)
            {
                options.Services.Map(service.FullName, _ => true);
            }
        });
        builder.Services.Configure<HealthCheckPublisherOptions>(options => options.Period = HealthWatchPeriod);
        return builder;
    }

    /// <summary>
    /// Reads config.json, lays <c>DIGITS_*</c> environment variables over it and checks every value before the host starts. What was read
    /// is registered as <see cref="DigitsConfig"/>, and as its options.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="architectureFaults">Names every fault of an architecture, given as JSON, for an input of height, width and channels.</param>
    /// <remarks>A <see cref="ConfigException"/> that names every fault at once stops the start.</remarks>
    public static IHostApplicationBuilder AddDigitsConfig(
        this IHostApplicationBuilder builder, Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptionsWithValidateOnStart<DigitsConfig>();
        builder.Services.AddSingleton<IOptionsFactory<DigitsConfig>>(services => new ConfigFactory(
            services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>(), architectureFaults));
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<DigitsConfig>>().Value);
        return builder;
    }

    /// <summary>
    /// Listens on ports of this host alone, unless the configuration names addresses in one of the usual ways: <c>--urls</c>,
    /// <c>ASPNETCORE_URLS</c>, <c>ASPNETCORE_HTTP_PORTS</c>, <c>Kestrel:Endpoints</c> ... An address in appsettings.json would beat the
    /// environment instead.
    /// </summary>
    public static WebApplicationBuilder UseDefaultPort(this WebApplicationBuilder builder, params int[] ports)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configured = AddressKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!configured)
        {
            builder.WebHost.UseUrls([.. ports.Select(port => $"http://localhost:{port}")]);
        }

        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> (ready for calls, or the reasons why not) and <c>/alive</c> (the process answers). Neither reveals a
    /// secret, so both are mapped in every environment; the services run as Production.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks(HealthPath, new HealthCheckOptions { ResponseWriter = WriteHealthAsync });
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        return app;
    }

    /// <summary>Maps grpc.health.v1 and server reflection, v1 and v1alpha.</summary>
    public static WebApplication MapGrpcDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        return app;
    }

    // What a waiting upload has sent counts against its connection's window until it is read. All calls of the gateway share few
    // connections, so a connection has room for every stream that it may have: otherwise those that wait would stop those that do not.
    private static void GiveEveryStreamRoom(KestrelServerOptions server)
    {
        server.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        server.Limits.Http2.InitialConnectionWindowSize = (server.Limits.Http2.MaxStreamsPerConnection + 1) * StreamWindowBytes;
    }

    // Probes come every few seconds and the page has dozens of files; traces of them would hide the traces of calls.
    private static void TraceRequests(AspNetCoreTraceInstrumentationOptions options)
    {
        options.Filter = context => !IsProbe(context.Request.Path.Value);
        options.EnrichWithHttpResponse = (span, response) =>
        {
            if (response.HttpContext.GetEndpoint() is null && response.StatusCode < StatusCodes.Status400BadRequest)
            {
                span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        };
    }

    private static bool IsProbe(string? path) =>
        path is HealthPath or AlivePath || path?.StartsWith(HealthServicePath, StringComparison.Ordinal) == true;

    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var reasons =
            from check in report.Entries
            where check.Value.Status != HealthStatus.Healthy
            select check.Value.Description ?? $"The check {check.Key} failed.";
        var why = string.Join(' ', reasons);
        return context.Response.WriteAsync(why.Length == 0 ? $"{report.Status}" : $"{report.Status}: {why}", context.RequestAborted);
    }
}
