using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Digits.Gateway;

/// <summary>The section <c>Gateway</c> of the configuration.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>Where the gateway listens, on this host alone, when nobody says otherwise.</summary>
    public const int DefaultPort = 5080;

    /// <summary>How long a service may take to answer a plain call.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request waits for a service that cannot be reached, counted from the moment at which the gateway lost it. A restart through
    /// the Aspire dashboard takes 12 to 15 s, most of which the orchestrator waits before it starts the service again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RestartPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a new gateway calls itself unhealthy while services have not answered it yet. After that it serves what it can and says
    /// what is missing: one service that is down must not take the page and the others with it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an event stream may be silent before a comment shows that it lives.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest body that is not an upload, in bytes.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 32 << 20;

    /// <summary>The most connections of callers at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 4096;

    /// <summary>Plain calls at once; as many again wait for a turn.</summary>
    [ValidateObjectMembers]
    public InFlightLimit Calls { get; } = new() { Total = 1024, PerCaller = 512 };

    /// <summary>Plain calls with a body of more than 128 KiB, or of a length that the caller does not tell; sixteen times as many wait.</summary>
    [ValidateObjectMembers]
    public InFlightLimit LargeBodies { get; } = new() { Total = 4, PerCaller = 4 };

    /// <summary>Watches and downloads at once.</summary>
    [ValidateObjectMembers]
    public InFlightLimit Streams { get; } = new() { Total = 512, PerCaller = 256 };

    /// <summary>Uploads at once.</summary>
    [ValidateObjectMembers]
    public InFlightLimit Uploads { get; } = new() { Total = 16, PerCaller = 8 };

    /// <summary>
    /// Further origins, for example <c>https://digits.example</c>, whose pages may change things; this gateway's own always may.
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
