using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Digits.ServiceDefaults.Telemetry;

/// <summary>Metrics for Prometheus to fetch, beside those that are sent to a collector.</summary>
public static class PrometheusMetrics
{
    /// <summary>The path that answers with the metrics.</summary>
    public const string Path = "/metrics";

    /// <summary>
    /// The key of a further port that speaks HTTP/1.1, as Prometheus does: without TLS, a port that speaks HTTP/2 for gRPC cannot. None is
    /// opened when it is left out.
    /// </summary>
    public const string PortKey = "Metrics:Port";

    private const int MostPort = 65535;

    /// <summary>Collects the metrics of meters, under exactly the names that these have. Call it after the default ports are set.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="meters">The meters' names; * stands for any text.</param>
    /// <exception cref="InvalidOperationException">The configured port is none.</exception>
    public static WebApplicationBuilder AddPrometheusMetrics(this WebApplicationBuilder builder, params string[] meters)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(meters)
            .AddPrometheusExporter(options =>
            {
                options.ScrapeEndpointPath = Path;
                options.DisableTotalNameSuffixForCounters = true;
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
            }));
        if (builder.Configuration[PortKey] is { Length: > 0 } text)
        {
            builder.ListenForPrometheus(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= MostPort
                ? port
                : throw new InvalidOperationException($"{PortKey} is \"{text}\"; a port is a number from 1 to {MostPort}."));
        }

        return builder;
    }

    /// <summary>Maps <see cref="Path"/>.</summary>
    public static WebApplication MapPrometheusMetrics(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapPrometheusScrapingEndpoint();
        return app;
    }

    // Adds to the addresses, wherever they are configured. Endpoints that Kestrel's own section lists stay as they are.
    private static void ListenForPrometheus(this WebApplicationBuilder builder, int port)
    {
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
        {
            var host = BindingAddress.Parse(urls.Split(';')[0]).Host;
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"{urls};http://{host}:{port}");
        }
        else if (builder.Configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports)
        {
            builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, $"{ports};{port}");
        }

        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            if (endpoint.IPEndPoint?.Port == port)
            {
                endpoint.Protocols = HttpProtocols.Http1;
            }
        }));
    }
}
