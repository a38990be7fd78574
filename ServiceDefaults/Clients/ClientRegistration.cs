using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Clients;

/// <summary>Registers gRPC clients of the other services.</summary>
public static class ClientRegistration
{
    /// <summary>
    /// Registers a client of another service as a singleton, over one channel a service. The address comes from the configuration key
    /// <c>Services:{peer}</c>.
    /// </summary>
    public static IHostApplicationBuilder AddDigitsClient<TClient>(
        this IHostApplicationBuilder builder, Peer peer, Func<CallInvoker, TClient> create)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddDigitsChannel(peer);
        builder.Services.TryAddSingleton(services => create(services.GetRequiredKeyedService<GrpcChannel>(peer).CreateCallInvoker()));
        return builder;
    }

    /// <summary>Registers the channel to another service as a singleton with the peer as its key.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="peer">The service.</param>
    /// <param name="configure">Changes the channel's options before it is made.</param>
    public static IHostApplicationBuilder AddDigitsChannel(
        this IHostApplicationBuilder builder, Peer peer, Action<IServiceProvider, GrpcChannelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // A name is looked up again and again, so that hosts which come later get their share too.
        builder.Services.TryAddSingleton<ResolverFactory>(new DnsResolverFactory(refreshInterval: TimeSpan.FromSeconds(5)));
        builder.Services.TryAddKeyedSingleton(peer, (services, _) =>
        {
            var options = CreateOptions(services.GetRequiredService<ILoggerFactory>());
            configure?.Invoke(services, options);
            var address = PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>());
            if (address.Scheme == PeerAddress.ManyHosts)
            {
                CallInTurns(options, services);
            }

            return GrpcChannel.ForAddress(address, options);
        });
        return builder;
    }

    // One HTTP/2 connection carries all calls to one host; only a client that knows all hosts can share calls out.
    private static void CallInTurns(GrpcChannelOptions options, IServiceProvider services)
    {
        options.ServiceProvider = services;
        options.Credentials = ChannelCredentials.Insecure;
        options.ServiceConfig ??= new ServiceConfig();
        options.ServiceConfig.LoadBalancingConfigs.Add(new RoundRobinConfig());
    }

    private static GrpcChannelOptions CreateOptions(ILoggerFactory loggerFactory) =>
        new()
        {
            LoggerFactory = loggerFactory,
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                // A watch stream may stay silent for minutes; the pings tell a dead peer from a quiet one.
                KeepAlivePingDelay = TimeSpan.FromSeconds(30),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            },
            DisposeHttpClient = true,
            // A restarted service should be found again at once, not after the default two minutes.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(500),
        };
}
