using Aspire.Dashboard.Configuration;
using Grpc.Core;
using Grpc.Net.Client;
using Client = Aspire.DashboardService.Proto.V1.DashboardService.DashboardServiceClient;

namespace Aspire.Dashboard.Resources;

/// <summary>The connection to the application host, if there is one.</summary>
internal sealed class ResourceServiceChannel : IDisposable
{
    private const string KeyHeader = "x-resource-service-api-key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly GrpcChannel? _channel;
    private readonly DashboardOptions _options;

    public ResourceServiceChannel(DashboardOptions options)
    {
        _options = options;
        if (options.ResourceServiceUrl is { } url)
        {
            // Pings, so that a host that vanished without a word is noticed; large messages, because consoles come with a backlog.
            _channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler { KeepAlivePingDelay = Patience, KeepAlivePingTimeout = Patience, EnableMultipleHttp2Connections = true },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = null,
                // The host may come a little later or again: not the minutes that a channel waits by itself.
                InitialReconnectBackoff = MaxPause,
                MaxReconnectBackoff = MaxPause,
            });
            Client = new Client(_channel);
        }
    }

    /// <summary>Null when the dashboard stands alone.</summary>
    public Client? Client { get; }

    /// <summary>What goes with every call.</summary>
    public Metadata Headers => _options.ResourceServiceKey is { } key ? new Metadata { { KeyHeader, key } } : [];

    public void Dispose() => _channel?.Dispose();
}
