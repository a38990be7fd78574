using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Configuration;

/// <summary>What the environment asks for.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Where the page is served; at least one.</summary>
    public required IReadOnlyList<Uri> FrontendUrls { get; init; }

    /// <summary>Where OTLP over gRPC is received.</summary>
    public Uri? OtlpGrpcUrl { get; init; }

    /// <summary>Where OTLP over HTTP is received.</summary>
    public Uri? OtlpHttpUrl { get; init; }

    /// <summary>The application host's resource service; null when the dashboard stands alone.</summary>
    public Uri? ResourceServiceUrl { get; init; }

    /// <summary>Sent to the resource service; null for none.</summary>
    public string? ResourceServiceKey { get; init; }

    /// <summary>Whoever knows it may look; null if everyone may.</summary>
    public string? BrowserToken { get; init; }

    /// <summary>Keys that senders of telemetry may have; empty if everyone may send.</summary>
    public IReadOnlyList<string> OtlpKeys { get; init; } = [];

    /// <summary>For titles, until the resource service has told the name.</summary>
    public string ApplicationName { get; init; } = "Aspire";

    public TelemetryLimits Limits { get; init; } = new();
}
