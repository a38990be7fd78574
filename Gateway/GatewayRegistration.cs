using Digits.Gateway.Errors;
using Digits.Gateway.Page;
using Digits.Gateway.Routing;
using Digits.Gateway.Security;
using Digits.Gateway.Services;
using Digits.Gateway.Streaming;
using Digits.Gateway.Transcoding;
using Digits.Gateway.Uploads;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Clients;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Digits.Gateway;

/// <summary>Puts the gateway together.</summary>
internal static class GatewayRegistration
{
    /// <summary>Adds the channels to the services, the routes made of their contracts, and what the page needs.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<GatewayOptions>>(
            (kestrel, gateway) => kestrel.Limits.MaxRequestBodySize = gateway.Value.MaxBodyBytes);
        builder.Services.AddHealthChecks();
        builder.Services.AddPageCompression();
        foreach (var peer in Enum.GetValues<Peer>())
        {
            builder.AddDigitsClient<PeerCalls>(
                peer, configure: (services, options) => PeerChannels.Configure(options, services.GetRequiredService<RoutedServices>()));
        }

        builder.Services.TryAddSingleton(RoutedServices.Default);
        builder.Services.TryAddSingleton(services => RouteTableBuilder.Build(services.GetRequiredService<RoutedServices>()));
        builder.Services.TryAddSingleton<PeerChannels>();
        builder.Services.TryAddSingleton<UnaryHandler>();
        builder.Services.TryAddSingleton<StreamHandler>();
        builder.Services.TryAddSingleton<UploadHandler>();
        builder.Services.TryAddSingleton<ApiEndpoint>();
        builder.UseDefaultPort(GatewayOptions.DefaultPort);
        return builder;
    }

    /// <summary>Maps the page, the health endpoints and every route.</summary>
    /// <exception cref="RouteConfigurationException">The contracts cannot be turned into routes.</exception>
    public static WebApplication MapGateway(this WebApplication app)
    {
        var routes = app.Services.GetRequiredService<RouteTable>();
        Log.RoutesBuilt(app.Logger, routes.Routes.Count, app.Services.GetRequiredService<RoutedServices>().All.Count);

        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<OriginGuard>();
        app.UsePage();
        // After the page's files, because a request that already has an endpoint gets no file.
        app.UseRouting();
        app.MapDefaultEndpoints();
        app.MapFallback("{**path}", app.Services.GetRequiredService<ApiEndpoint>().InvokeAsync);
        return app;
    }
}
