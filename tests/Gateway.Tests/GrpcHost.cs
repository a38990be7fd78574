using Digits.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Gateway.Tests;

/// <summary>A real gRPC server on a loopback port of its own.</summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcHost(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public LibraryGrpcService Library => _app.Services.GetRequiredService<LibraryGrpcService>();

    /// <param name="address">Where to listen; a free port when left out.</param>
    public static async Task<GrpcHost> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.AddServiceDefaults();
        builder.AddGrpcDefaults();
        builder.Services.AddSingleton<LibraryGrpcService>();
        builder.Services.AddSingleton<RunsGrpcService>();

        var app = builder.Build();
        app.MapGrpcService<LibraryGrpcService>();
        app.MapGrpcService<RunsGrpcService>();
        await app.StartAsync();
        return new GrpcHost(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
