using Digits.Browser.Tests;
using Microsoft.Playwright;

namespace Aspire.Dashboard.Tests.Support;

/// <summary>A page of the dashboard in Chromium, logged in.</summary>
internal sealed class DashboardBrowser : IAsyncDisposable
{
    // Long enough for a machine that has much else to do.
    private const int Patience = 30_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _address;

    private DashboardBrowser(IPlaywright playwright, IBrowser browser, IPage page, Uri address)
    {
        _playwright = playwright;
        _browser = browser;
        _address = address;
        Page = page;
        page.PageError += (_, error) => Faults.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Faults.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors that the page has met.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<DashboardBrowser> OpenAsync(DashboardProcess dashboard, BrowserNewContextOptions? options = null)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
        var context = await browser.NewContextAsync(options ?? new());
        var opened = new DashboardBrowser(playwright, browser, await context.NewPageAsync(), dashboard.Address);
        await opened.Page.GotoAsync(dashboard.LoginLink.ToString());
        return opened;
    }

    public Task GoToAsync(string path) => Page.GotoAsync(new Uri(_address, path).ToString());

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
