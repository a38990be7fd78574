using System.Net;
using Aspire.Dashboard.Tests.Support;

namespace Aspire.Dashboard.Tests;

/// <summary>Who may look.</summary>
[Collection(DashboardGroup.Name)]
public sealed class LoginTests(DashboardFixture fixture)
{
    private readonly DashboardProcess _dashboard = fixture.Dashboard;

    [Fact]
    public async Task Page_WithoutTheCookie_LeadsToTheLoginPageAndBack()
    {
        using var browser = _dashboard.NewBrowser();
        using var answer = await browser.GetAsync("traces?errors=true");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/login?returnUrl=%2Ftraces%3Ferrors%3Dtrue", answer.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("api/traces")]
    [InlineData("api/events")]
    [InlineData("api/resources/gateway")]
    public async Task Api_WithoutTheCookie_IsUnauthorized(string path)
    {
        using var browser = _dashboard.NewBrowser();
        using var answer = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Link_AsAnnounced_GivesTheCookieAndLeadsToThePage()
    {
        using var browser = _dashboard.NewBrowser();
        using var login = await browser.GetAsync(_dashboard.LoginLink);
        using var page = await browser.GetAsync(login.Headers.Location);

        Assert.Equal("/", login.Headers.Location?.ToString());
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(DashboardProcess.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task Link_WithAnotherToken_GivesNoCookie(string token)
    {
        using var browser = _dashboard.NewBrowser();
        using var answer = await browser.GetAsync($"login?t={token}");

        Assert.StartsWith("/login?failed", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Form_WithTheToken_LeadsToWhatWasAskedFor()
    {
        using var browser = _dashboard.NewBrowser();
        using var form = new FormUrlEncodedContent([new("token", DashboardProcess.Token), new("returnUrl", "/metrics")]);
        using var answer = await browser.PostAsync("login", form);
        using var page = await browser.GetAsync(answer.Headers.Location);

        Assert.Equal("/metrics", answer.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere/")]
    [InlineData("//elsewhere/")]
    [InlineData("/\\elsewhere/")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    public async Task Form_WithAForeignReturnAddress_StaysHere(string address)
    {
        using var browser = _dashboard.NewBrowser();
        using var form = new FormUrlEncodedContent([new("token", DashboardProcess.Token), new("returnUrl", address)]);
        using var answer = await browser.PostAsync("login", form);

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Post_ForAPageOfAnotherOrigin_IsForbidden()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/logs/clear") { Headers = { { "Origin", "https://elsewhere" } } };
        using var answer = await _dashboard.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Page_Always_KeepsToItsOwnScripts()
    {
        using var answer = await _dashboard.Http.GetAsync("/");

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_ByItsVariable_NeedsNoTokenAndNoKey()
    {
        await using var open = await DashboardProcess.StartAsync(
            ("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"), ("Dashboard__Otlp__AuthMode", null), ("Dashboard__Otlp__PrimaryApiKey", null));
        using var browser = open.NewBrowser();
        using var page = await browser.GetAsync("/");
        await open.Logs.ExportAsync(Samples.Records("anyone", [Samples.Record("x")]));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(1, (await open.GetAsync("logs")).GetProperty("kept").GetInt32());
        Assert.DoesNotContain("/login", open.Output, StringComparison.Ordinal);
    }
}
