using Aspire.Hosting.Running;

namespace Aspire.Hosting.Dashboard;

/// <summary>Finds what would keep the dashboard from starting, before anything is started.</summary>
internal static class DashboardCheck
{
    public static IEnumerable<string> Faults(DashboardSettings settings)
    {
        if (!settings.IsEnabled)
        {
            yield break;
        }

        if (settings.OtlpGrpcUrl is null && settings.OtlpHttpUrl is null)
        {
            yield return "The dashboard has no address for telemetry: set ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL, for example to http://localhost:19080";
        }

        if (!File.Exists(settings.ProgramPath))
        {
            yield return $"The dashboard is not built: {settings.ProgramPath} is missing";
        }

        foreach (var (variable, urls) in new[]
        {
            ("ASPNETCORE_URLS", settings.FrontendUrls),
            ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", settings.OtlpGrpcUrl),
            ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", settings.OtlpHttpUrl),
            ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", settings.ResourceServiceUrl),
        })
        {
            foreach (var url in (urls ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (Fault(variable, url, settings.AllowsPlainText) is { } fault)
                {
                    yield return fault;
                }
            }
        }
    }

    private static string? Fault(string variable, string url, bool allowsPlainText)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return $"{variable} is '{url}', which is no http or https address";
        }

        if (address.Scheme == "http" && !allowsPlainText)
        {
            return $"{variable} is '{url}', an address without TLS; set ASPIRE_ALLOW_UNSECURED_TRANSPORT to true if that is meant";
        }

        return address.Port == 0 || Ports.IsFree(address.Port)
            ? null
            : $"Port {address.Port} for the dashboard is in use by another program; "
                + $"move it with dotnet run -e {variable}={address.Scheme}://localhost:<port>, or start without a dashboard by --no-launch-profile";
    }
}
