using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Digits.ServiceDefaults;

/// <summary>Where a process listens when nobody says.</summary>
public static class DefaultAddress
{
    private static readonly string[] Others = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>
    /// Listens on a port of this host alone, unless the configuration names addresses in one of the usual ways: <c>--urls</c>,
    /// <c>ASPNETCORE_URLS</c>, <c>ASPNETCORE_HTTP_PORTS</c>, <c>Kestrel:Endpoints</c> ... An address in appsettings.json would beat the
    /// environment instead.
    /// </summary>
    public static WebApplicationBuilder UseDefaultPort(this WebApplicationBuilder builder, int port)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configured = Others.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!configured)
        {
            builder.WebHost.UseUrls($"http://localhost:{port}");
        }

        return builder;
    }
}
