using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Projects;

/// <summary>Reads <c>Kestrel:Endpoints</c> from a project's appsettings and makes endpoints of the resource from them.</summary>
internal static class KestrelEndpoints
{
    private const string Http2 = "Http2";

    /// <summary>One entry: its key, its address, and whether it speaks HTTP/2 only.</summary>
    internal sealed record Entry(string Key, Uri Address, bool IsHttp2);

    public static IReadOnlyList<Entry> Read(string projectPath, string environmentName)
    {
        var folder = Path.GetDirectoryName(projectPath)!;
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var configuration = new ConfigurationBuilder()
            .SetBasePath(folder)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environmentName}.json", optional: true)
            .Build();
        var isHttp2 = IsHttp2(configuration["Kestrel:EndpointDefaults:Protocols"]);
        return
        [
            .. from endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren()
               where endpoint["Url"] is not null
               select new Entry(endpoint.Key, Address(endpoint["Url"]!), endpoint["Protocols"] is { } own ? IsHttp2(own) : isHttp2),
        ];
    }

    public static void Apply(IResourceBuilder<ProjectResource> project, IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries)
        {
            // Alone in its scheme, an endpoint is known by the scheme; otherwise each keeps its key.
            var name = entries.Count(e => e.Address.Scheme == entry.Address.Scheme) == 1 ? entry.Address.Scheme : entry.Key.ToLowerInvariant();
            project.WithAnnotation(new EndpointAnnotation(
                ProtocolType.Tcp, entry.Address.Scheme, entry.IsHttp2 ? "http2" : null, name, entry.Address.Port)
            {
                KestrelHost = entry.Address.Host,
            });
        }
    }

    // Kestrel takes * and + for any host, which no address may have.
    private static Uri Address(string url) => new(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));

    private static bool IsHttp2(string? protocols) => string.Equals(protocols, Http2, StringComparison.OrdinalIgnoreCase);
}
