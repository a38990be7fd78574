using Digits.Gateway.Services;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Clients;
using Digits.Test.V1;
using Digits.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Gateway.Tests;

/// <summary>
/// The gateway on a loopback port, before a real gRPC server: Processing and Training answer, the test contract is served as part of
/// Processing, and nobody listens where Inference should be.
/// </summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, GrpcHost grpc)
    {
        _app = app;
        Grpc = grpc;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        GrpcAddress = new Uri(app.Urls.Last());
    }

    public GrpcHost Grpc { get; }

    public LibraryGrpcService Library => Grpc.Library;

    public HttpClient Http { get; }

    /// <summary>The port for native gRPC.</summary>
    public Uri GrpcAddress { get; }

    /// <param name="wwwroot">The page's folder; one that does not exist when left out.</param>
    /// <param name="settings">Settings such as <c>--Gateway:Heartbeat=00:00:00.050</c>.</param>
    public static Task<GatewayHost> StartAsync(string? wwwroot = null, params string[] settings) => StartWithAsync(_ => { }, wwwroot, settings);

    /// <param name="configure">Changes the gateway's services.</param>
    /// <param name="wwwroot">The page's folder; one that does not exist when left out.</param>
    /// <param name="settings">Settings such as <c>--Gateway:Heartbeat=00:00:00.050</c>.</param>
    public static async Task<GatewayHost> StartWithAsync(Action<IServiceCollection> configure, string? wwwroot = null, params string[] settings)
    {
        var grpc = await GrpcHost.StartAsync();
        var grpcPort = FreePorts.Next();
        string[] addresses =
        [
            $"--urls=http://127.0.0.1:{FreePorts.Next()};http://127.0.0.1:{grpcPort}", $"--Gateway:GrpcPort={grpcPort}",
            "--Gateway:RestartPatience=00:00:00.300", "--Gateway:StartPatience=00:00:00",
            $"--Services:Processing={grpc.Address}", $"--Services:Training={grpc.Address}", $"--Services:Inference=http://127.0.0.1:{FreePorts.Next()}",
        ];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. addresses, .. settings],
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = wwwroot ?? "no-such-folder",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new RoutedServices([.. RoutedServices.Default.All, new RoutedService(LibraryService.Descriptor, Peer.Processing)]));
        configure(builder.Services);
        builder.AddServiceDefaults();
        builder.AddGateway();

        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new GatewayHost(app, grpc);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Grpc.DisposeAsync();
    }
}
