using System.Globalization;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The server in the application host that the dashboard reads the resources from.</summary>
internal sealed class ResourceServiceHost(
    DashboardSettings settings,
    ResourceNotificationService notifications,
    ResourceLoggerService consoles,
    ResourceCommandService commands,
    IHostEnvironment environment,
    ILogger<DistributedApplication> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<string> _url = new(() => settings.ResourceServiceUrl
        ?? string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Ports.Free(1)[0]}"));

    private WebApplication? _server;
    private Task _starting = Task.CompletedTask;

    /// <summary>The address that the dashboard connects to.</summary>
    public string Url => _url.Value;

    /// <summary>Starts the server beside everything else; the dashboard tries until it answers.</summary>
    public void Start() => _starting = Task.Run(async () =>
    {
        try
        {
            _server = Build();
            await _server.StartAsync(_stopping.Token);
        }
        catch (Exception fault) when (!_stopping.IsCancellationRequested)
        {
            Log.ResourceServiceFailed(logger, Url, fault);
        }
    });

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null)
        {
            // The dashboard follows the resources for ever; there is nothing to wait for.
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await _server.StopAsync(now.Token);
            await _server.DisposeAsync();
        }
    }

    public void Dispose() => _stopping.Dispose();

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Aspire.Hosting" });
        var address = new Uri(Url);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            void Use(ListenOptions listen)
            {
                listen.Protocols = HttpProtocols.Http2;
                if (address.Scheme == "https")
                {
                    listen.UseHttps();
                }
            }

            if (address.Host == "localhost")
            {
                kestrel.ListenLocalhost(address.Port, Use);
            }
            else
            {
                kestrel.Listen(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port, Use);
            }
        });
        if (address.Scheme == "https")
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.AddGrpc(options => options.Interceptors.Add<ApiKeyInterceptor>(settings.ResourceServiceApiKey ?? string.Empty));
        builder.Services.AddRouting();
        builder.Services.AddSingleton(new ResourceService(notifications, consoles, commands, environment.ApplicationName, _stopping.Token));
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<ResourceService>();
        return server;
    }
}
