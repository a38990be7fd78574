using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private string? _transport;

    /// <summary>Creates the endpoint.</summary>
    /// <param name="protocol">The protocol; TCP for everything this stand-in starts.</param>
    /// <param name="uriScheme">The scheme; by default the protocol's name.</param>
    /// <param name="transport">The transport; see <see cref="Transport"/>.</param>
    /// <param name="name">The name; by default the scheme.</param>
    /// <param name="port">The port that clients connect to; null for a free one.</param>
    /// <param name="targetPort">The port that the process listens on.</param>
    /// <param name="isExternal">Whether it is reachable from outside; false by default.</param>
    /// <param name="isProxied">Whether a proxy stands between clients and the process.</param>
    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool isProxied = true)
    {
        UriScheme = uriScheme ?? protocol.ToString().ToLowerInvariant();
        Name = name ?? UriScheme;
        ModelName.Check("Endpoint", Name);
        Protocol = protocol;
        _transport = transport;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
    }

    /// <summary>The name, unique within the resource.</summary>
    public string Name { get; set; }

    /// <summary>The protocol.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The scheme of its address.</summary>
    public string UriScheme { get; set; }

    /// <summary>The transport: <c>http</c> for web schemes unless set to <c>http2</c>; else the protocol's name.</summary>
    public string Transport
    {
        get => _transport ?? (IsWeb ? "http" : Protocol.ToString().ToLowerInvariant());
        set => _transport = value;
    }

    /// <summary>The port that clients connect to; null for a free one.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the process listens on; null for a free one, or for <see cref="Port"/> without a proxy.</summary>
    public int? TargetPort { get; set; }

    /// <summary>The host name that the process listens on.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>Whether it is reachable from outside once deployed.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy stands between clients and the process.</summary>
    public bool IsProxied { get; set; }

    /// <summary>The address of this run; null until it is allocated.</summary>
    public AllocatedEndpoint? AllocatedEndpoint { get; set; }

    internal bool IsWeb => UriScheme is "http" or "https";

    /// <summary>The host of a <c>Kestrel:Endpoints</c> entry of the project's appsettings; null for an endpoint that is not one.</summary>
    internal string? KestrelHost { get; init; }

    /// <summary>The environment variable that tells the process its port, if one was asked for.</summary>
    internal string? PortVariable { get; init; }
}
