using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard listens and what it has to be shown, from the configuration of the application host.</summary>
internal sealed class DashboardSettings
{
    private const int KeyBytes = 16;

    public DashboardSettings(IConfiguration configuration, bool isDisabled, bool allowsPlainText, string? programPath)
    {
        FrontendUrls = configuration["ASPNETCORE_URLS"] is { Length: > 0 } urls ? urls : null;
        OtlpGrpcUrl = Read(configuration, "DASHBOARD_OTLP_ENDPOINT_URL");
        OtlpHttpUrl = Read(configuration, "DASHBOARD_OTLP_HTTP_ENDPOINT_URL");
        ResourceServiceUrl = Read(configuration, "RESOURCE_SERVICE_ENDPOINT_URL");
        ProgramPath = programPath;
        IsEnabled = !isDisabled && programPath is not null && FrontendUrls is not null;
        IsAnonymous = IsTrue(Read(configuration, "DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"));
        AllowsPlainText = allowsPlainText || IsTrue(configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"]);
        WantsNone = isDisabled;
        if (!IsAnonymous)
        {
            BrowserToken = configuration["AppHost:BrowserToken"] ?? Read(configuration, "DASHBOARD_FRONTEND_BROWSERTOKEN") ?? NewKey();
            OtlpApiKey = configuration["AppHost:OtlpApiKey"] ?? NewKey();
            ResourceServiceApiKey = configuration["AppHost:ResourceService:ApiKey"] ?? Read(configuration, "DASHBOARD_RESOURCESERVICE_APIKEY") ?? NewKey();
        }
    }

    /// <summary>Whether a dashboard is started.</summary>
    public bool IsEnabled { get; }

    /// <summary>Whether it was switched off by the application, not by a missing address.</summary>
    public bool WantsNone { get; }

    /// <summary>The dashboard's assembly; null if the application host was built without one.</summary>
    public string? ProgramPath { get; }

    /// <summary>Where people reach it: addresses separated by semicolons.</summary>
    public string? FrontendUrls { get; }

    /// <summary>Where it takes telemetry over gRPC.</summary>
    public string? OtlpGrpcUrl { get; }

    /// <summary>Where it takes telemetry over HTTP.</summary>
    public string? OtlpHttpUrl { get; }

    /// <summary>Where it finds the resources: an address of the application host; null for a free port.</summary>
    public string? ResourceServiceUrl { get; }

    /// <summary>Whether anybody may see it and send to it.</summary>
    public bool IsAnonymous { get; }

    /// <summary>Whether addresses without TLS are all right.</summary>
    public bool AllowsPlainText { get; }

    /// <summary>What the login page asks for; null if anybody may see it.</summary>
    public string? BrowserToken { get; }

    /// <summary>What a sender of telemetry shows; null if anybody may send.</summary>
    public string? OtlpApiKey { get; }

    /// <summary>What the dashboard shows to the application host; null if anybody may ask.</summary>
    public string? ResourceServiceApiKey { get; }

    // Both spellings are in use; the older one came first.
    private static string? Read(IConfiguration configuration, string name) =>
        configuration[$"ASPIRE_{name}"] is { Length: > 0 } value ? value
        : configuration[$"DOTNET_{name}"] is { Length: > 0 } old ? old
        : null;

    private static bool IsTrue(string? text) => text is "1" || string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
}
