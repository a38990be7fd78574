using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Digits.Gateway;

/// <summary>The section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>The port of loopback that the gateway listens at when the configuration names no address.</summary>
    public const int DefaultPort = 5080;

    /// <summary>The same for gRPC; between them are the services' own ports.</summary>
    public const int DefaultGrpcPort = 5084;

    /// <summary>
    /// Of the ports that the gateway listens at, the one that speaks HTTP/2 only. Native gRPC needs HTTP/2, and without TLS a port cannot offer
    /// HTTP/1.1 as well, because the protocol is negotiated in the TLS handshake. All ports lead to the same gateway.
    /// </summary>
    [Range(1, 65535)]
    public int GrpcPort { get; set; } = DefaultGrpcPort;

    /// <summary>How long a service may take to answer a unary call.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request waits for a service that cannot be reached, counted from the moment at which the gateway lost it. A restart through
    /// the Aspire dashboard takes 12 to 15 s, most of which the orchestrator waits before it starts the service again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RestartPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a new gateway reports itself as unhealthy while some service has never answered it. After that it serves what it can and names
    /// what is missing, so that one service that is down does not take the page and the other services with it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an event stream may be silent before a heartbeat is sent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest body that is not an upload, in bytes.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 32 << 20;

    /// <summary>The most open connections from callers.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 4096;

    /// <summary>Unary calls at once. As many again may wait for a turn.</summary>
    [ValidateObjectMembers]
    public InFlightLimit Calls { get; } = new() { Total = 1024, PerCaller = 512 };

    /// <summary>Unary REST calls with a body of more than 128 KiB or of unknown length. Sixteen times as many may wait.</summary>
    [ValidateObjectMembers]
    public InFlightLimit LargeBodies { get; } = new() { Total = 4, PerCaller = 4 };

    /// <summary>Watches and downloads at once.</summary>
    [ValidateObjectMembers]
    public InFlightLimit Streams { get; } = new() { Total = 512, PerCaller = 256 };

    /// <summary>Uploads at once.</summary>
    [ValidateObjectMembers]
    public InFlightLimit Uploads { get; } = new() { Total = 16, PerCaller = 8 };

    /// <summary>
    /// Further origins, for example <c>https://digits.example</c>, whose pages may send requests that change something. The gateway's own origin
    /// always may.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];
}

/// <summary>How many requests of a kind may be under way at once.</summary>
internal sealed class InFlightLimit
{
    /// <summary>Of all callers.</summary>
    [Range(1, 1_000_000)]
    public int Total { get; set; }

    /// <summary>Of one remote address.</summary>
    [Range(1, 1_000_000)]
    public int PerCaller { get; set; }
}
