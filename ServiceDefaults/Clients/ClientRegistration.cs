using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Clients;

/// <summary>Adds gRPC clients of, and channels to, the other services.</summary>
public static class ClientRegistration
{
    /// <summary>
    /// Registers a gRPC client of another service, by its type and with the peer as key. <see cref="PeerAddress"/> tells where the service
    /// is. A unary call without a deadline gets <see cref="DefaultDeadline.Time"/>.
    /// </summary>
    /// <typeparam name="TClient">A generated client, or any class whose constructor takes a <see cref="CallInvoker"/>.</typeparam>
    /// <param name="builder">The application.</param>
    /// <param name="peer">The service.</param>
    /// <param name="repeatable">Methods that may be called again when the service cannot be reached; no other call ever is.</param>
    public static IHostApplicationBuilder AddDigitsClient<TClient>(
        this IHostApplicationBuilder builder,
        Peer peer,
        IReadOnlyList<MethodDescriptor>? repeatable = null)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNameLookup();
        var name = $"{peer}.{typeof(TClient).Name}";
        builder.Services.AddGrpcClient<TClient>(name, (services, options) =>
                options.Address = PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>()))
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .AddInterceptor(services => new DefaultDeadline(services.GetRequiredService<TimeProvider>()))
            .ConfigureChannel((services, options) =>
            {
                ConfigureChannel(options, PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>()));
                options.ServiceConfig!.MethodConfigs.Add(Retries.Of(repeatable ?? []));
            });
        builder.Services.TryAddKeyedSingleton(
            peer, (services, _) => services.GetRequiredService<GrpcClientFactory>().CreateClient<TClient>(name));
        return builder;
    }

    /// <summary>
    /// Registers the channel to another service, with the peer as key, for a caller that has no generated client: the client factory does
    /// not expose channels. Its calls have no deadline of their own.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="peer">The service.</param>
    /// <param name="configure">Changes the channel's options.</param>
    public static IHostApplicationBuilder AddDigitsChannel(
        this IHostApplicationBuilder builder, Peer peer, Action<IServiceProvider, GrpcChannelOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNameLookup();
        builder.Services.TryAddKeyedSingleton(peer, (services, _) =>
        {
            var address = PeerAddress.Of(peer, services.GetRequiredService<IConfiguration>());
            var options = new GrpcChannelOptions
            {
                ServiceProvider = services,
                LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
                HttpHandler = CreateHandler(),
                DisposeHttpClient = true,
            };
            ConfigureChannel(options, address);
            configure(services, options);
            return GrpcChannel.ForAddress(address, options);
        });
        return builder;
    }

    private static void AddNameLookup(this IHostApplicationBuilder builder)
    {
        // A name is resolved again every few seconds, so that new replicas receive calls too.
        builder.Services.TryAddSingleton<ResolverFactory>(new DnsResolverFactory(refreshInterval: TimeSpan.FromSeconds(5)));
        builder.Services.TryAddSingleton(TimeProvider.System);
    }

    private static void ConfigureChannel(GrpcChannelOptions options, Uri address)
    {
        // A restarted service should be found again at once, not after the default two minutes.
        options.InitialReconnectBackoff = TimeSpan.FromMilliseconds(100);
        options.MaxReconnectBackoff = TimeSpan.FromMilliseconds(500);
        options.ServiceConfig = new ServiceConfig();
        if (address.Scheme == PeerAddress.ManyHosts)
        {
            // One HTTP/2 connection carries all calls to one host; only a client that knows all hosts can balance its calls.
            options.Credentials = ChannelCredentials.Insecure;
            options.ServiceConfig.LoadBalancingConfigs.Add(new RoundRobinConfig());
        }
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        // A watch stream may stay silent for minutes; the pings tell a dead peer from a quiet one.
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
    };
}

/// <summary>
/// Gives a unary call that has no deadline one, so that no caller waits for ever. Streams have none: a watch may be silent for hours, and
/// pings find out when its peer is gone.
/// </summary>
public sealed class DefaultDeadline(TimeProvider time) : Interceptor
{
    /// <summary>How long a unary call may take unless its caller says otherwise.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(100);

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        return continuation(request, context.Options.Deadline is null ? WithDeadline(context) : context);
    }

    private ClientInterceptorContext<TRequest, TResponse> WithDeadline<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class =>
        new(context.Method, context.Host, context.Options.WithDeadline(time.GetUtcNow().UtcDateTime + Time));
}
