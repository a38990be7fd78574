using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Digits.Tests;
using Digits.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Digits.EndToEnd.Tests;

/// <summary>
/// The whole application, started by its AppHost under Aspire's test host: real processes, on ports that are free, without a dashboard.
/// <see cref="RunningApp"/> starts it as a person does.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Ports = ["GATEWAY", "GATEWAY_GRPC", "PROCESSING", "TRAINING", "INFERENCE"];

    private readonly StringBuilder _log = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly DistributedApplication _application;
    private Task _logging = Task.CompletedTask;

    private TestApp(DistributedApplication application) => _application = application;

    /// <summary>A client of the gateway.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Everything that the services have written.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The state of every service.</summary>
    public ResourceNotificationService States => _application.ResourceNotifications;

    /// <summary>The commands of every service.</summary>
    public ResourceCommandService Commands => _application.Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Starts the application on a data folder and waits until the gateway is healthy.</summary>
    /// <param name="dataFolder">Where it keeps everything.</param>
    /// <param name="starterCount">Samples of the starter data set that a new folder gets, and a model of it; 0 for neither.</param>
    public static async Task<TestApp> StartAsync(string dataFolder, int starterCount = 0)
    {
        // The endpoints have no proxy, so that nothing stands between a client and a service; their ports are given.
        string[] args = [$"--DIGITS_DATA={dataFolder}", .. Ports.Zip(FreePorts.Next(Ports.Length), (service, port) => $"--DIGITS_{service}_PORT={port}")];
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args);
        foreach (var service in builder.Resources.OfType<ProjectResource>().Select(builder.CreateResourceBuilder))
        {
            service.WithEnvironment("Starter__Enabled", (starterCount > 0).ToString());
            if (starterCount > 0)
            {
                service.WithEnvironment("Starter__Count", starterCount.ToString(CultureInfo.InvariantCulture));
            }
        }

        var app = new TestApp(await builder.BuildAsync());
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            await app.StartAsync(limit.Token);
            return app;
        }
        catch (Exception exception)
        {
            var log = app.Log;
            await app.DisposeAsync();
            throw new InvalidOperationException($"The application did not become ready:{Environment.NewLine}{log}", exception);
        }
    }

    /// <summary>Where a service listens for gRPC; its name in lower case, for example "processing".</summary>
    public Uri ServiceAddress(string service) => _application.GetEndpoint(service, "http");

    /// <summary>Ends the application.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _application.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await StopAsync();
        await _ended.CancelAsync();
        await _logging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync();
        _ended.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken);
        var consoles = _application.Services.GetRequiredService<ResourceLoggerService>();
        var model = _application.Services.GetRequiredService<DistributedApplicationModel>();
        _logging = Task.WhenAll(model.Resources.OfType<ProjectResource>().Select(service => TakeAsync(service.Name, consoles.WatchAsync(service))));
        await Task.WhenAll(model.Resources.OfType<ProjectResource>().Select(
            service => _application.ResourceNotifications.WaitForResourceHealthyAsync(service.Name, cancellationToken)));
        Http = _application.CreateHttpClient("gateway", "http");
        Http.Timeout = Patience;
    }

    private async Task TakeAsync(string service, IAsyncEnumerable<IReadOnlyList<LogLine>> console)
    {
        await foreach (var lines in console.WithCancellation(_ended.Token))
        {
            lock (_log)
            {
                foreach (var line in lines)
                {
                    _log.Append(service).Append(" | ").AppendLine(line.Content);
                }
            }
        }
    }
}
