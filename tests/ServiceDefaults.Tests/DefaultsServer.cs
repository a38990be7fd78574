using Digits.Inference.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Digits.ServiceDefaults.Tests;

/// <summary>A server with the defaults and one service of the test's.</summary>
internal sealed class DefaultsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DefaultsServer(WebApplication app)
    {
        _app = app;
        var server = app.GetTestServer();
        Http = server.CreateClient();
        Channel = GrpcChannel.ForAddress(server.BaseAddress, new GrpcChannelOptions { HttpHandler = server.CreateHandler() });
    }

    public HttpClient Http { get; }

    public GrpcChannel Channel { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<DefaultsServer> StartAsync<TService>(TService service, Action<IServiceCollection>? configure = null)
        where TService : class
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults(InferenceService.Descriptor);
        builder.Services.AddSingleton(service);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapGrpcService<TService>();
        app.MapGrpcDefaults();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return new DefaultsServer(app);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
