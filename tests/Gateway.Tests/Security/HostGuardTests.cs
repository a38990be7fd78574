using System.Net;

namespace Digits.Gateway.Tests.Security;

public sealed class HostGuardTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("digits.localhost:5080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3:80")]
    [InlineData("[::1]:5080")]
    public async Task Get_LoopbackName_IsAnswered(string host)
    {
        using var response = await gateway.Http.SendAsync("GET", "/api/v1/runs", ("Host", host));

        await response.ReadJsonAsync();
    }

    [Theory]
    [InlineData("GET", "/api/v1/runs", "evil.example")]
    [InlineData("GET", "/", "evil.example:5080")]
    [InlineData("DELETE", "/api/v1/runs/r", "evil.example")]
    [InlineData("GET", "/health", "evil.example")]
    [InlineData("GET", "/api/v1/runs", "10.1.2.3")]
    [InlineData("GET", "/api/v1/runs", "localhost.evil.example")]
    [InlineData("GET", "/api/v1/runs", "127.0.0.1.evil.example")]
    public async Task Request_ForeignHost_Is421(string method, string path, string host)
    {
        using var response = await gateway.Http.SendAsync(method, path, ("Host", host), ("Origin", $"http://{host}"));

        var problem = await response.ReadProblemAsync(421);
        Assert.Equal("UNKNOWN_HOST", (string?)problem["reason"]);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/v2/health/live")]
    public async Task Probe_PodAddress_IsAnswered(string path)
    {
        using var response = await gateway.Http.SendAsync("GET", path, ("Host", "10.1.2.3:8080"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Request_AllowedHosts_AreThoseAndLoopback()
    {
        await using var host = await GatewayHost.StartAsync(null, "--AllowedHosts=digits.local;*.example.org");

        foreach (var good in new[] { "digits.local", "digits.local:80", "a.example.org", "localhost" })
        {
            using var response = await host.Http.SendAsync("GET", "/api/v1/runs", ("Host", good));
            await response.ReadJsonAsync();
        }

        using var refused = await host.Http.SendAsync("GET", "/api/v1/runs", ("Host", "example.org.evil.example"));
        await refused.ReadProblemAsync(421);
        // A probe is no less welcome where names are configured.
        using var probe = await host.Http.SendAsync("GET", "/alive", ("Host", "10.1.2.3:8080"));
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 200)]
    [InlineData("none", 200)]
    public async Task Post_FetchSite_OnlyOwnPagesMay(string site, int status)
    {
        using var response = await gateway.Http.SendAsync("POST", "/api/v1/runs", ("Sec-Fetch-Site", site));

        Assert.Equal(status, (int)response.StatusCode);
    }
}
