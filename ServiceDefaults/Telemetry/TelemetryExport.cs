using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Digits.ServiceDefaults.Telemetry;

/// <summary>Collects spans and measurements from start to end of the process and sends them, and the last of the log.</summary>
internal sealed class TelemetryExport(IConfiguration configuration, LoggerProvider logs) : IHostedLifecycleService, IDisposable
{
    /// <summary>The names under which Digits itself makes spans and measurements: <c>Digits.Training</c> and so on.</summary>
    private const string Ours = "Digits.*";

    // A receiver that has gone must not hold up the end of the process.
    private const int LastSendMilliseconds = 1000;

    private static readonly string[] Sources = [Ours, "Microsoft.AspNetCore", "Grpc.Net.Client", "System.Net.Http"];

    private static readonly string[] Meters =
    [
        Ours,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
    ];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(Configure)
            .AddSource(Sources)
            .AddProcessor(new ProbeSilencer())
            .AddProcessor(new SpanNames())
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(Configure).AddMeter(Meters).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The last calls end while the web server stops; only after that is everything there to be sent.
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Shutdown(LastSendMilliseconds), CancellationToken.None),
        Task.Run(() => _metrics?.Shutdown(LastSendMilliseconds), CancellationToken.None),
        Task.Run(() => logs.Shutdown(LastSendMilliseconds), CancellationToken.None));

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    // Else only the environment would count, and not what else the process is configured by.
    private void Configure(IServiceCollection services) => services.AddSingleton(configuration);
}
