using System.Globalization;
using System.Net;
using Digits.Gateway.Errors;
using Digits.Gateway.Services;
using Digits.ServiceDefaults.Clients;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Digits.Gateway.Proxy;

/// <summary>
/// Carries native gRPC and gRPC-Web to the services, message by message and without reading them: one endpoint for each RPC of their
/// contracts. The gateway itself answers grpc.health.v1, about itself, and server reflection, about all contracts.
/// </summary>
internal static class GrpcProxy
{
    private const string TimeoutHeader = "grpc-timeout";

    public static WebApplicationBuilder AddGrpcProxy(this WebApplicationBuilder builder)
    {
        builder.Services.AddReverseProxy().ConfigureHttpClient((_, handler) =>
        {
            // A watch may be silent for minutes; the pings tell a dead service from a quiet one.
            handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.TryAddSingleton<IProxyConfigProvider>(services => Configure(
            services.GetRequiredService<RoutedServices>(), services.GetRequiredService<IConfiguration>()));
        builder.Services.TryAddSingleton<HostLookup>(Dns.GetHostAddressesAsync);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDestinationResolver, ReplicaResolver>());
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
                pipeline.Use(ForwardAsync);
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

    private static async Task ForwardAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        var rpc = context.GetEndpoint()!.Metadata.GetRequiredMetadata<RpcMethod>();
        // As for calls over REST: a service that just restarts is waited for, and one that stays away is a problem that names it.
        await services.GetRequiredService<PeerChannels>().ReachAsync(rpc.Peer, context.RequestAborted);
        if (rpc.Method.Type == MethodType.Unary && !context.Request.Headers.ContainsKey(TimeoutHeader))
        {
            var time = services.GetRequiredService<IOptions<GatewayOptions>>().Value.CallTimeout;
            context.Request.Headers[TimeoutHeader] = string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}m");
        }

        // The proxy lifts the limit on the body of every gRPC call, unless it cannot.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            if (rpc.Descriptor.IsClientStreaming)
            {
                size.MaxRequestBodySize = null;
            }
            else
            {
                context.Features.Set<IHttpMaxRequestBodySizeFeature>(new FixedBodySize(size));
            }
        }

        await (context.Features.Get<Base64Relay>() is { } relay ? relay.ForwardAsync(context, next) : next(context));
        if (context.GetForwarderErrorFeature() is { } failure && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            throw failure.Error == ForwarderError.RequestBodyClient
                ? TransferFaultIn(failure.Exception) as Exception ?? new ProblemException(Problems.MalformedRequest(StatusCodes.Status400BadRequest))
                : new ProblemException(Problems.ServiceAway(rpc.Peer));
        }
    }

    // The proxy throws the faults of both directions together.
    private static BadHttpRequestException? TransferFaultIn(Exception? exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.Select(TransferFaultIn).FirstOrDefault(fault => fault is not null),
        _ => exception as BadHttpRequestException,
    };

    private static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Contracts(IServiceProvider services) =>
    [
        .. services.GetRequiredService<RoutedServices>().All.Select(service => service.Contract),
        Health.Descriptor,
        Grpc.Reflection.V1.ServerReflection.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor,
    ];

    private sealed class FixedBodySize(IHttpMaxRequestBodySizeFeature actual) : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => true;

        public long? MaxRequestBodySize
        {
            get => actual.MaxRequestBodySize;
            set => throw new InvalidOperationException("The limit is the gateway's.");
        }
    }
}
