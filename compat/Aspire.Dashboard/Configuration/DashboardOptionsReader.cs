using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Configuration;

/// <summary>Reads the options by Aspire's names, the older DOTNET_ spellings too.</summary>
internal static class DashboardOptionsReader
{
    private const int TokenBytes = 16;
    private const string FrontendUrls = "ASPNETCORE_URLS";
    private const string OtlpGrpcUrl = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";
    private const string OtlpHttpUrl = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string ResourceServiceUrl = "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL";

    /// <exception cref="DashboardConfigurationException">A setting is missing or makes no sense.</exception>
    public static DashboardOptions Read(IConfiguration configuration)
    {
        var isAnonymous = ReadSwitch(configuration, "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS");
        var otlpGrpc = ReadUrl(configuration, OtlpGrpcUrl);
        var otlpHttp = ReadUrl(configuration, OtlpHttpUrl);
        if (otlpGrpc is null && otlpHttp is null)
        {
            throw new DashboardConfigurationException(
                $"{OtlpGrpcUrl} is not set: it is the address that telemetry is sent to, for example http://localhost:18889.");
        }

        return new DashboardOptions
        {
            FrontendUrls = ReadFrontendUrls(configuration),
            OtlpGrpcUrl = otlpGrpc,
            OtlpHttpUrl = otlpHttp,
            ResourceServiceUrl = ReadUrl(configuration, ResourceServiceUrl),
            ResourceServiceKey = ReadResourceServiceKey(configuration),
            BrowserToken = ReadBrowserToken(configuration, isAnonymous),
            OtlpKeys = ReadOtlpKeys(configuration, isAnonymous),
            ApplicationName = Text(configuration, "Dashboard:ApplicationName") ?? "Aspire",
            Limits = ReadLimits(configuration),
        };
    }

    private static IReadOnlyList<Uri> ReadFrontendUrls(IConfiguration configuration)
    {
        var text = Text(configuration, WebHostDefaults.ServerUrlsKey) ?? throw new DashboardConfigurationException(
            $"{FrontendUrls} is not set: it is the address of the page, for example http://localhost:18888.");
        return [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => ParseUrl(FrontendUrls, url))];
    }

    private static Uri? ReadUrl(IConfiguration configuration, string variable) =>
        TextOfEitherSpelling(configuration, variable) is { } text ? ParseUrl(variable, text) : null;

    private static Uri ParseUrl(string variable, string text) =>
        Uri.TryCreate(text.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.PathAndQuery == "/"
            ? url
            : throw new DashboardConfigurationException($"{variable} is '{text}': it has to be an address such as http://localhost:18888.");

    private static string? ReadBrowserToken(IConfiguration configuration, bool isAnonymous)
    {
        var mode = Text(configuration, "Dashboard:Frontend:AuthMode") ?? (isAnonymous ? "Unsecured" : "BrowserToken");
        return mode.ToUpperInvariant() switch
        {
            "UNSECURED" => null,
            "BROWSERTOKEN" => Text(configuration, "Dashboard:Frontend:BrowserToken")
                ?? TextOfEitherSpelling(configuration, "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN")
                ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes)),
            _ => throw new DashboardConfigurationException(
                $"Dashboard:Frontend:AuthMode is '{mode}': this dashboard knows BrowserToken and Unsecured."),
        };
    }

    private static string[] ReadOtlpKeys(IConfiguration configuration, bool isAnonymous)
    {
        string?[] keys = [Text(configuration, "Dashboard:Otlp:PrimaryApiKey"), Text(configuration, "Dashboard:Otlp:SecondaryApiKey")];
        var mode = Text(configuration, "Dashboard:Otlp:AuthMode") ?? (isAnonymous || keys[0] is null ? "Unsecured" : "ApiKey");
        return mode.ToUpperInvariant() switch
        {
            "UNSECURED" => [],
            "APIKEY" when keys[0] is not null => [.. keys.OfType<string>()],
            "APIKEY" => throw new DashboardConfigurationException("Dashboard:Otlp:PrimaryApiKey is not set, but Dashboard:Otlp:AuthMode is ApiKey."),
            _ => throw new DashboardConfigurationException($"Dashboard:Otlp:AuthMode is '{mode}': this dashboard knows ApiKey and Unsecured."),
        };
    }

    private static string? ReadResourceServiceKey(IConfiguration configuration)
    {
        var key = Text(configuration, "Dashboard:ResourceServiceClient:ApiKey") ?? TextOfEitherSpelling(configuration, "ASPIRE_DASHBOARD_RESOURCESERVICE_APIKEY");
        var mode = Text(configuration, "Dashboard:ResourceServiceClient:AuthMode") ?? (key is null ? "Unsecured" : "ApiKey");
        return mode.ToUpperInvariant() switch
        {
            "UNSECURED" => null,
            "APIKEY" => key ?? throw new DashboardConfigurationException(
                "Dashboard:ResourceServiceClient:ApiKey is not set, but Dashboard:ResourceServiceClient:AuthMode is ApiKey."),
            _ => throw new DashboardConfigurationException(
                $"Dashboard:ResourceServiceClient:AuthMode is '{mode}': this dashboard knows ApiKey and Unsecured."),
        };
    }

    private static TelemetryLimits ReadLimits(IConfiguration configuration)
    {
        var defaults = new TelemetryLimits();
        return new TelemetryLimits
        {
            MaxLogCount = ReadCount(configuration, nameof(TelemetryLimits.MaxLogCount), defaults.MaxLogCount),
            MaxTraceCount = ReadCount(configuration, nameof(TelemetryLimits.MaxTraceCount), defaults.MaxTraceCount),
            MaxMetricsCount = ReadCount(configuration, nameof(TelemetryLimits.MaxMetricsCount), defaults.MaxMetricsCount),
            MaxAttributeCount = ReadCount(configuration, nameof(TelemetryLimits.MaxAttributeCount), defaults.MaxAttributeCount),
            MaxAttributeLength = ReadCount(configuration, nameof(TelemetryLimits.MaxAttributeLength), defaults.MaxAttributeLength),
        };
    }

    private static int ReadCount(IConfiguration configuration, string name, int otherwise)
    {
        var key = $"Dashboard:TelemetryLimits:{name}";
        return Text(configuration, key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
            : throw new DashboardConfigurationException($"{key} is '{text}': it has to be a whole number above 0.");
    }

    private static bool ReadSwitch(IConfiguration configuration, string variable) =>
        TextOfEitherSpelling(configuration, variable) is { } text
        && (bool.TryParse(text, out var isOn) ? isOn : throw new DashboardConfigurationException($"{variable} is '{text}': it has to be true or false."));

    private static string? TextOfEitherSpelling(IConfiguration configuration, string variable) =>
        Text(configuration, variable) ?? Text(configuration, variable.Replace("ASPIRE_", "DOTNET_", StringComparison.Ordinal));

    private static string? Text(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } text ? text : null;
}
