using Aspire.Dashboard.Api;
using Aspire.Dashboard.Configuration;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Aspire.Dashboard;

/// <summary>Puts the dashboard together.</summary>
internal static class DashboardApp
{
    /// <summary>How to move the addresses.</summary>
    public const string AddressVariables =
        "The page's address is ASPNETCORE_URLS, those for telemetry are ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL and ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL.";

    /// <exception cref="DashboardConfigurationException">A setting is missing or makes no sense.</exception>
    public static WebApplication Build(string[] args)
    {
        // The files of the page lie beside the assembly, wherever it is started from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var options = DashboardOptionsReader.Read(builder.Configuration);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning)
            // The addresses are given to Kestrel one by one, which it takes for an oversight.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            // A start that fails is told in one line by the program.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(console => console.SingleLine = true);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, null);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Add(kestrel, options));

        var services = builder.Services;
        services.AddSingleton(options).AddSingleton(options.Limits).AddSingleton(TimeProvider.System);
        services.AddSingleton<TelemetryStore>();
        services.AddSingleton<ResourceCatalog>();
        services.AddSingleton<ResourceServiceChannel>();
        services.AddHostedService<ResourceWatcher>();
        services.AddSingleton<BrowserSession>();
        services.AddGrpc();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var app = builder.Build();
        app.UseMiddleware<OtlpGate>();
        app.UseMiddleware<FrontendGate>();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
        app.UseRouting();
        app.MapOtlp();
        app.MapLogin();
        app.MapApi();
        app.MapPages();
        return app;
    }

    /// <summary>Says where it listens, once it does.</summary>
    public static void Announce(WebApplication app)
    {
        var options = app.Services.GetRequiredService<DashboardOptions>();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Aspire.Dashboard");
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToList();
        foreach (var address in addresses.Take(options.FrontendUrls.Count))
        {
            Log.Listening(logger, address);
        }

        foreach (var address in addresses.Skip(options.FrontendUrls.Count))
        {
            Log.ReceivingTelemetry(logger, address);
        }

        if (options.OtlpKeys.Count == 0)
        {
            Log.TelemetryUnsecured(logger);
        }

        if (options.BrowserToken is { } token)
        {
            var link = $"{addresses[0]}/login?t={Uri.EscapeDataString(token)}";
            Log.Login(logger, link);
        }
        else
        {
            Log.FrontendUnsecured(logger);
        }
    }
}
