using System.Diagnostics;
using System.Text.Json;
using Digits.ServiceDefaults.Clients;
using Digits.ServiceDefaults.Errors;
using Digits.ServiceDefaults.Lifetime;
using Digits.ServiceDefaults.Settings;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
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

    private static readonly TimeSpan OpenCallsTime = TimeSpan.FromSeconds(8);

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
        // A failed call is an exception to the code that made it, and that code knows whether it matters.
        builder.Logging.AddFilter("Grpc.Net.Client", LogLevel.Warning);
        // Likewise a call that is refused: its caller reads the reason, and a caller who sends bad calls must not fill the log.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server", LogLevel.Warning);
        builder.Services.AddOptions<DrainOptions>().BindConfiguration(DrainOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<Drain>();
        builder.Services.AddClosingTime();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DrainOptions>>(
            (host, drain) => host.ShutdownTimeout = TimeSpan.FromSeconds(drain.Value.DrainSeconds) + OpenCallsTime);
        builder.Services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        return builder;
    }

    /// <summary>
    /// Sends traces, metrics and logs to the receiver that the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names. Without it
    /// nothing is collected and nothing of this costs anything. The other <c>OTEL_*</c> variables have their standard meaning.
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
        // The answer of /health names the reasons. The log would hold an error every few seconds of a start in which nothing is wrong.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        return builder;
    }

    /// <summary>
    /// Adds a gRPC server whose leftover exceptions become statuses, with grpc.health.v1 and server reflection. The health service answers
    /// for the empty name and each service by all health checks. For <c>liveness</c> it answers as <c>/alive</c> does: a process that is
    /// not ready must not be restarted for it. The server takes any Host header: its endpoints speak HTTP/2 without TLS, which no browser
    /// does, so that no page can reach them under whatever name.
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
        // The interceptor has logged the service's own failures; what is left are callers' faults, with a stack trace for each of them.
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
    /// Registers a gRPC client of another service, by its type and with the peer as key. <see cref="PeerAddress"/> tells where the service
    /// is. A unary call without a deadline gets one of <see cref="DefaultDeadline.Time"/>.
    /// </summary>
    /// <typeparam name="TClient">A generated client, or any class whose constructor takes a <see cref="CallInvoker"/>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="peer">The service.</param>
    /// <param name="repeatable">Methods that may be called again when the service cannot be reached; no other call ever is.</param>
    public static IHostApplicationBuilder AddDigitsClient<TClient>(
        this IHostApplicationBuilder builder,
        Peer peer,
        IReadOnlyList<MethodDescriptor>? repeatable = null)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNameLookup();
        var name = $"{peer}.{typeof(TClient).Name}";
        builder.Services.AddGrpcClient<TClient>(name, (services, options) =>
                options.Address = PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>()))
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .AddInterceptor(services => new DefaultDeadline(services.GetRequiredService<TimeProvider>()))
            .ConfigureChannel((services, options) =>
            {
                ConfigureChannel(options, PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>()));
                options.ServiceConfig!.MethodConfigs.Add(Retries.Of(repeatable ?? []));
            });
        builder.Services.TryAddKeyedSingleton(
            peer, (services, _) => services.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(name));
        return builder;
    }

    /// <summary>
    /// Registers the channel to another service, with the peer as key, for a caller that has no generated client: the client factory gives
    /// out no channels. Its calls have no deadline of their own.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="peer">The service.</param>
    /// <param name="configure">Changes the channel's options.</param>
    public static IHostApplicationBuilder AddDigitsChannel(
        this IHostApplicationBuilder builder, Peer peer, Action<IServiceProvider, GrpcChannelOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNameLookup();
        builder.Services.TryAddKeyedSingleton(peer, (services, _) =>
        {
            var address = PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>());
            var options = new GrpcChannelOptions
            {
                ServiceProvider = services,
                LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
                HttpHandler = CreateHandler(),
                DisposeHttpClient = true,
            };
            ConfigureChannel(options, address);
            configure(services, options);
            return GrpcChannel.ForAddress(address, options);
        });
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
    /// Maps <c>/health</c> (ready for calls, or the reasons why not) and <c>/alive</c> (the process answers). Neither tells a secret, and
    /// services run as Production, so they are there in every environment.
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

    private static void AddClosingTime(this IServiceCollection services)
    {
        services.AddSingleton<ClosingTime>();
        services.AddTransient<IStartupFilter, ClosingFilter>();
        services.AddSingleton<SocketTransportFactory>();
        services.AddSingleton<IConnectionListenerFactory, ClosingListenerFactory>();
    }

    // Probes come every few seconds, the page's files by the dozen; neither tells anything.
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

    private static void AddNameLookup(this IHostApplicationBuilder builder)
    {
        // A name is looked up again and again, so that hosts which come later get their share too.
        builder.Services.TryAddSingleton<ResolverFactory>(new DnsResolverFactory(refreshInterval: TimeSpan.FromSeconds(5)));
        builder.Services.TryAddSingleton(TimeProvider.System);
    }

    private static void ConfigureChannel(GrpcChannelOptions options, Uri address)
    {
        // A restarted service should be found again at once, not after the default two minutes.
        options.InitialReconnectBackoff = TimeSpan.FromMilliseconds(100);
        options.MaxReconnectBackoff = TimeSpan.FromMilliseconds(500);
        options.ServiceConfig = new ServiceConfig();
        if (address.Scheme == PeerAddress.ManyHosts)
        {
            // One HTTP/2 connection carries all calls to one host; only a client that knows all hosts can share calls out.
            options.Credentials = ChannelCredentials.Insecure;
            options.ServiceConfig.LoadBalancingConfigs.Add(new RoundRobinConfig());
        }
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        // A watch stream may stay silent for minutes; the pings tell a dead peer from a quiet one.
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
    };
}
