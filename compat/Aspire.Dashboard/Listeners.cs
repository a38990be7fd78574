using System.Net;
using Aspire.Dashboard.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aspire.Dashboard;

/// <summary>The ports: the page and the receivers do not answer for each other.</summary>
internal static class Listeners
{
    public static void Add(KestrelServerOptions kestrel, DashboardOptions options)
    {
        foreach (var url in options.FrontendUrls)
        {
            Listen(kestrel, url, ProtocolsOf(url, HttpProtocols.Http1), ConnectionKind.Frontend);
        }

        if (options.OtlpGrpcUrl is { } grpc)
        {
            Listen(kestrel, grpc, ProtocolsOf(grpc, HttpProtocols.Http2), ConnectionKind.Otlp);
        }

        if (options.OtlpHttpUrl is { } http)
        {
            Listen(kestrel, http, ProtocolsOf(http, HttpProtocols.Http1), ConnectionKind.Otlp);
        }
    }

    // Without TLS there is nothing to agree on a protocol with.
    private static HttpProtocols ProtocolsOf(Uri url, HttpProtocols plain) => url.Scheme == Uri.UriSchemeHttps ? HttpProtocols.Http1AndHttp2 : plain;

    private static void Listen(KestrelServerOptions kestrel, Uri url, HttpProtocols protocols, ConnectionKind kind)
    {
        void Configure(ListenOptions listener)
        {
            listener.Protocols = protocols;
            listener.Use(next => connection =>
            {
                connection.Features.Set(new ConnectionKindFeature(kind));
                return next(connection);
            });
            if (url.Scheme == Uri.UriSchemeHttps)
            {
                listener.UseHttps();
            }
        }

        if (IPAddress.TryParse(url.DnsSafeHost, out var address))
        {
            kestrel.Listen(address, url.Port, Configure);
        }
        else if (url.IsLoopback)
        {
            kestrel.ListenLocalhost(url.Port, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, Configure);
        }
    }
}
