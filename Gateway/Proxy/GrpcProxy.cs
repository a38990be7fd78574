using System.Net;
using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Digits.ServiceDefaults.Clients;
using Grpc.Health.V1;
using Grpc.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Digits.Gateway.Proxy;

/// <summary>
/// Forwards native gRPC and gRPC-Web to the services without reading the messages. Each RPC of their contracts has an endpoint. The gateway itself
/// answers grpc.health.v1, for itself, and server reflection, for all contracts.
/// </summary>
internal static class GrpcProxy
{
    public static WebApplicationBuilder AddGrpcProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddReverseProxy().ConfigureHttpClient((_, handler) =>
        {
            // A watch may be silent for minutes; the pings tell a dead service from a quiet one.
            handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        });
        // The forwarder logs every call. Traces have the same, and the gateway logs calls that fail.
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error);
        builder.Services.TryAddSingleton<IProxyConfigProvider>(services => Configure(
            services.GetRequiredService<RoutedServices>(), services.GetRequiredService<IConfiguration>()));
        builder.Services.TryAddSingleton<HostLookup>(Dns.GetHostAddressesAsync);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDestinationResolver, ReplicaResolver>());
        builder.Services.TryAddSingleton<GrpcForwarder>();
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.TryAddSingleton(services => new ReflectionServiceImpl(Contracts(services)));
        builder.Services.TryAddSingleton(services => new ReflectionV1ServiceImpl(Contracts(services)));
        builder.Services.AddGrpcReflection();
        return builder;
    }

    /// <summary>Lets endpoints take gRPC-Web as if it were gRPC; put it between routing and the endpoints.</summary>
    public static void UseGrpcWebTranslation(this IApplicationBuilder app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.ContentType?.StartsWith(GrpcAnswer.TextContentType, StringComparison.OrdinalIgnoreCase) is true)
            {
                context.Features.Set(new Base64Relay());
            }

            return next(context);
        });
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
    }

    /// <summary>Maps the RPCs of all contracts.</summary>
    public static void MapGrpcProxy(this WebApplication app)
    {
        var rpcs = app.Services.GetRequiredService<RoutedServices>().Rpcs.ToDictionary(rpc => rpc.Descriptor.FullName);
        app.MapReverseProxy(pipeline =>
            {
                pipeline.Use(app.Services.GetRequiredService<GrpcForwarder>().InvokeAsync);
                pipeline.UseLoadBalancing();
                pipeline.UsePassiveHealthChecks();
            })
            .ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(rpcs[route.RouteId]));
    }

    private static InMemoryConfigProvider Configure(RoutedServices services, IConfiguration configuration)
    {
        var routes = services.Rpcs.Select(rpc => new RouteConfig
        {
            RouteId = rpc.Descriptor.FullName,
            ClusterId = rpc.Peer.ToString(),
            Match = new RouteMatch
            {
                Path = rpc.Method.FullName,
                Methods = [HttpMethods.Post],
                Headers = [new RouteHeader { Name = "Content-Type", Values = [GrpcAnswer.ContentType], Mode = HeaderMatchMode.HeaderPrefix }],
            },
        });
        var clusters = services.All.Select(service => service.Peer).Distinct().Select(peer => new ClusterConfig
        {
            ClusterId = peer.ToString(),
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            HealthCheck = new HealthCheckConfig
            {
                // A replica that cannot be reached gets no calls for a while, unless there is no other.
                Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate },
                AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            },
            HttpRequest = new ForwarderRequestConfig
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                ActivityTimeout = Timeout.InfiniteTimeSpan,
            },
            Destinations = new Dictionary<string, DestinationConfig>
            {
                [peer.ToString()] = new() { Address = PeerAddress.Of(peer, configuration).ToString() },
            },
        });
        return new InMemoryConfigProvider([.. routes], [.. clusters]);
    }

    private static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Contracts(IServiceProvider services) =>
    [
        .. services.GetRequiredService<RoutedServices>().All.Select(service => service.Contract),
        Health.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];
}
