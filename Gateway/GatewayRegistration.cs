using Digits.Gateway.Errors;
using Digits.Gateway.Limits;
using Digits.Gateway.OpenInference;
using Digits.Gateway.Page;
using Digits.Gateway.Proxy;
using Digits.Gateway.Rest;
using Digits.Gateway.Routing;
using Digits.Gateway.Security;
using Digits.Gateway.Services;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Clients;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.RateLimiting;
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
            (kestrel, gateway) =>
            {
                kestrel.Limits.MaxRequestBodySize = gateway.Value.MaxBodyBytes;
                kestrel.Limits.MaxConcurrentConnections = gateway.Value.MaxConnections;
                kestrel.ConfigureEndpointDefaults(endpoint =>
                {
                    if (endpoint.IPEndPoint?.Port == gateway.Value.GrpcPort)
                    {
                        endpoint.Protocols = HttpProtocols.Http2;
                    }
                });
            });
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<GatewayOptions>>(
            (limiter, gateway) => InFlightLimits.Configure(limiter, gateway.Value));
        // HostGuard replaces the framework's filter: it allows loopback by default, and probes.
        builder.Services.Configure<HostFilteringOptions>(filtering => filtering.AllowedHosts = ["*"]);
        builder.Services.TryAddSingleton<PeersHealthCheck>();
        builder.Services.AddHealthChecks().AddCheck<PeersHealthCheck>("services");
        builder.Services.AddPageCompression();
        foreach (var peer in Enum.GetValues<Peer>())
        {
            builder.AddDigitsChannel(
                peer, (services, options) => PeerChannels.Configure(options, services.GetRequiredService<RoutedServices>()));
        }

        builder.Services.TryAddSingleton(RoutedServices.Default);
        builder.Services.TryAddSingleton<PeerChannels>();
        builder.Services.AddHostedService<PeerWatch>();
        builder.Services.TryAddSingleton<UnaryHandler>();
        builder.Services.TryAddSingleton<StreamHandler>();
        builder.Services.TryAddSingleton<UploadHandler>();
        builder.AddGrpcProxy();
        builder.UseDefaultPort(GatewayOptions.DefaultPort, GatewayOptions.DefaultGrpcPort);
        return builder;
    }

    /// <summary>Maps the page, the health endpoints and every route.</summary>
    /// <exception cref="RouteConfigurationException">The contracts cannot be turned into routes.</exception>
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<OriginGuard>();
        app.UsePage();
        // After the page's files: no file is served for a request that already has an endpoint.
        app.UseEncodedPath();
        app.UseRouting();
        app.UseGrpcWebTranslation();
        app.UseRateLimiter();
        app.MapDefaultEndpoints();
        app.MapGrpcDefaults();
        app.MapGrpcProxy();
        app.MapOpenInference();
        app.MapRest();
        return app;
    }
}
