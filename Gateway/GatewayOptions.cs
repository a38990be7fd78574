using System.ComponentModel.DataAnnotations;

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

    /// <summary>How long an event stream may be silent before a comment shows that it lives.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The largest body that is not an upload, in bytes.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 32 << 20;

    /// <summary>
    /// Further origins, for example <c>https://digits.example</c>, whose pages may change things; this gateway's own always may.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];
}
