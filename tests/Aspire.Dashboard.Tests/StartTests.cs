using System.Net;
using System.Net.Sockets;
using Aspire.Dashboard.Tests.Support;

namespace Aspire.Dashboard.Tests;

/// <summary>Settings that it cannot start with: one line and an exit code.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", null, "ASPNETCORE_URLS is not set: it is the address of the page, for example http://localhost:18888.")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "ASPNETCORE_URLS is 'nonsense': it has to be an address such as http://localhost:18888.")]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ftp://x", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL is 'ftp://x': it has to be an address such as http://localhost:18888.")]
    [InlineData("Dashboard__Frontend__AuthMode", "OpenIdConnect", "Dashboard:Frontend:AuthMode is 'OpenIdConnect': this dashboard knows BrowserToken and Unsecured.")]
    [InlineData("Dashboard__Otlp__PrimaryApiKey", null, "Dashboard:Otlp:PrimaryApiKey is not set, but Dashboard:Otlp:AuthMode is ApiKey.")]
    [InlineData("Dashboard__TelemetryLimits__MaxLogCount", "-1", "Dashboard:TelemetryLimits:MaxLogCount is '-1': it has to be a whole number above 0.")]
    [InlineData("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "perhaps", "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS is 'perhaps': it has to be true or false.")]
    public async Task Start_WrongSetting_SaysWhichInOneLine(string name, string? value, string expected)
    {
        var (exitCode, lines) = await DashboardProcess.FailAsync((name, value));

        Assert.Equal(1, exitCode);
        Assert.Equal(expected, Assert.Single(lines));
    }

    [Fact]
    public async Task Start_PortInUse_SaysWhichInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var (exitCode, lines) = await DashboardProcess.FailAsync(("ASPNETCORE_URLS", address));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(lines);
        Assert.Contains($"{address}: address already in use", line, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS", line, StringComparison.Ordinal);
    }
}
