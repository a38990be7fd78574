using System.Net;
using Digits.Inference.Batching;
using Digits.Inference.Statistics;
using Digits.Inference.V1;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Telemetry;
using Digits.Tests;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Inference.Tests;

/// <summary>The inference service on loopback, with everything that its Program puts in, and a client of it.</summary>
internal sealed class InferenceServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InferenceServer(WebApplication app, LogSignals logs)
    {
        _app = app;
        Logs = logs;
        Channel = GrpcChannel.ForAddress(app.Urls.Single());
        Client = new InferenceService.InferenceServiceClient(Channel);
    }

    public LogSignals Logs { get; }

    public GrpcChannel Channel { get; }

    public ServingStatistics Statistics => _app.Services.GetRequiredService<ServingStatistics>();

    public InferenceService.InferenceServiceClient Client { get; }

    public static async Task<InferenceServer> StartAsync(string training, params (string Key, string Value)[] settings)
    {
        var logs = new LogSignals();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = Path.Combine(Repository.Root, "Inference.Grpc"),
        });
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Configuration["Services:Training"] = training;
        builder.Configuration["Serving:CacheMegabytes"] = "0";
        builder.Configuration["Logging:LogLevel:Digits"] = "Debug";
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.ListenOnLoopback();
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults(InferenceService.Descriptor, GRPCInferenceService.Descriptor);
        builder.AddInference();
        builder.AddPrometheusMetrics(ServingStatistics.MeterName, PredictionTelemetry.MeterName);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcDefaults();
        app.MapInference();
        app.MapPrometheusMetrics();
        await app.StartAsync();
        return new InferenceServer(app, logs);
    }

    /// <summary>Starts the service and waits until it has loaded what a registry holds.</summary>
    public static async Task<InferenceServer> StartWithAsync(TrainingServer training, int models = 1)
    {
        var server = await StartAsync(training.Address);
        await server.Logs.WaitForAsync("ModelLoaded", models);
        await server.Logs.WaitForAsync("RegistryRead");
        return server;
    }

    public async Task<int> ServedVersionAsync(string model = "digits")
    {
        var served = await Client.ListServedModelsAsync(new ListServedModelsRequest());
        return served.Models.SingleOrDefault(entry => entry.Model == model)?.Version ?? 0;
    }

    /// <summary>What <c>/health</c> answers.</summary>
    public Task<string> HealthTextAsync() => GetTextAsync("/health");

    /// <summary>What a path answers.</summary>
    public async Task<string> GetTextAsync(string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(_app.Urls.Single()), path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Asks the service to end, as a signal does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
