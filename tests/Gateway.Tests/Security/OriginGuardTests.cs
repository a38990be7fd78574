namespace Digits.Gateway.Tests.Security;

public sealed class OriginGuardTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private string Own => gateway.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task Post_ForeignOrigin_Is403(string origin)
    {
        using var response = await gateway.Http.SendAsync("POST", "/api/v1/runs", ("Origin", origin));

        var problem = await response.ReadProblemAsync(403);
        Assert.Equal("FOREIGN_ORIGIN", (string?)problem["reason"]);
    }

    [Fact]
    public async Task Post_OwnOrigin_IsAnswered()
    {
        using var response = await gateway.Http.SendAsync("POST", "/api/v1/runs", ("Origin", Own));

        await response.ReadJsonAsync();
    }

    [Fact]
    public async Task Post_OwnOriginBehindTls_IsAnswered()
    {
        await using var host = await GatewayHost.StartAsync(null, "--AllowedHosts=digits.example");

        using var response = await host.Http.SendAsync("POST", "/api/v1/runs", ("Host", "digits.example"), ("Origin", "https://digits.example"));

        await response.ReadJsonAsync();
    }

    [Fact]
    public async Task Get_ForeignOrigin_IsAnsweredWithoutLeaveToRead()
    {
        using var response = await gateway.Http.SendAsync("GET", "/api/v1/runs", ("Origin", "https://evil.example"));

        await response.ReadJsonAsync();
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Post_AllowedOrigin_IsAnswered()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:AllowedOrigins:0=https://friend.example");

        using var response = await host.Http.SendAsync("POST", "/api/v1/runs", ("Origin", "https://friend.example"));

        await response.ReadJsonAsync();
    }
}
