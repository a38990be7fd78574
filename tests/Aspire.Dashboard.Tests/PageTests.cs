using Aspire.Dashboard.Tests.Support;
using Aspire.DashboardService.Proto.V1;
using Digits.Browser.Tests;
using Microsoft.Playwright;
using OpenTelemetry.Proto.Metrics.V1;
using static Microsoft.Playwright.Assertions;

namespace Aspire.Dashboard.Tests;

/// <summary>The five pages in a browser, beside an application host of the test.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private readonly ApplicationHost _host = new();
    private DashboardProcess _dashboard = null!;

    public async Task InitializeAsync()
    {
        _host.Set(Service("gateway", "Running", "success"), Service("inference", "Finished", "error"));
        _host.Write("gateway-x1", new ConsoleLogLine { LineNumber = 1, Text = "2026-01-01T00:00:00Z \u001b[32minfo\u001b[0m: listening" });
        await _host.StartAsync();
        _dashboard = await DashboardProcess.StartAsync(_host.Variables);
    }

    public async Task DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _host.StopAsync();
    }

    [BrowserFact]
    public async Task Resources_CommandAndEnvironment_WorkByKeyboardToo()
    {
        await using var browser = await DashboardBrowser.OpenAsync(_dashboard);
        var page = browser.Page;
        var gateway = page.Locator("[data-resource=gateway]");

        await Expect(gateway).ToContainTextAsync("Running");
        await Expect(page).ToHaveTitleAsync("Resources · Digits");
        await gateway.GetByRole(AriaRole.Button, new() { Name = "Stop gateway" }).PressAsync("Enter");
        await Expect(page.Locator(".toast")).ToHaveTextAsync("gateway: “Stop” is done.");
        Assert.Equal([("gateway-x1", "resource-stop")], _host.Commands);

        await gateway.GetByRole(AriaRole.Button, new() { Name = "gateway", Exact = true }).PressAsync("Enter");
        var secret = page.Locator(".details tr", new() { HasText = "API_KEY" });
        await Expect(secret).Not.ToContainTextAsync("hidden value");
        await secret.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(secret).ToContainTextAsync("hidden value");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".details")).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Graph" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "inference, Finished" })).ToBeVisibleAsync();
        await Expect(page.Locator(".graph .edge")).ToHaveCountAsync(1);
        Assert.Empty(browser.Faults);
    }

    [BrowserFact]
    public async Task Resources_StateChanges_AreSeenWithoutReloading()
    {
        await using var browser = await DashboardBrowser.OpenAsync(_dashboard);
        await Expect(browser.Page.Locator("[data-resource=gateway]")).ToContainTextAsync("Running");

        _host.Set(Service("gateway", "Exited", "error"));

        await Expect(browser.Page.Locator("[data-resource=gateway]")).ToContainTextAsync("Exited");
    }

    [BrowserFact]
    public async Task Console_LinesAsTheyCome_ArePausedSearchedAndCleared()
    {
        await using var browser = await DashboardBrowser.OpenAsync(_dashboard);
        var page = browser.Page;
        await browser.GoToAsync("/consolelogs/resource/gateway");
        var lines = page.GetByTestId("console").Locator(".line:visible");
        await Expect(lines).ToHaveCountAsync(1);
        await Expect(lines.Locator(".ansi-2")).ToHaveTextAsync("info");

        _host.Write("gateway-x1", new ConsoleLogLine { LineNumber = 2, Text = "it failed", IsStdErr = true });
        await Expect(lines).ToHaveCountAsync(2);
        await Expect(page.Locator(".line.error .text")).ToHaveTextAsync("it failed");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        _host.Write("gateway-x1", new ConsoleLogLine { LineNumber = 3, Text = "while paused" });
        await Expect(page.GetByText("1 new lines wait")).ToBeVisibleAsync();
        await Expect(lines).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(lines).ToHaveCountAsync(3);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("FAILED");
        await Expect(page.Locator("mark")).ToHaveTextAsync("failed");
        await Expect(lines).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        await Expect(lines).ToHaveCountAsync(0);
        Assert.Empty(browser.Faults);
    }

    [BrowserFact]
    public async Task Telemetry_FromExemplarToTraceToLog_IsConnected()
    {
        await SendAsync();
        await using var browser = await DashboardBrowser.OpenAsync(_dashboard);
        var page = browser.Page;

        await browser.GoToAsync("/metrics/resource/gateway/meter/Digits.Test/instrument/duration");
        await Expect(page.GetByTestId("chart").Locator("svg")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("P50"));
        await page.GetByTestId("exemplars").GetByRole(AriaRole.Link).ClickAsync();
        var rows = page.GetByTestId("waterfall").Locator("[data-span]");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(page.Locator(".details")).ToContainTextAsync("the answer");
        await page.Keyboard.PressAsync("Escape");

        await rows.First.PressAsync("ArrowLeft");
        await Expect(rows).ToHaveCountAsync(1);
        await rows.First.PressAsync("ArrowRight");
        await rows.First.PressAsync("ArrowDown");
        await rows.Nth(1).PressAsync("Enter");
        await Expect(page.Locator(".details h2")).ToHaveTextAsync("digits.predict");

        await page.GetByRole(AriaRole.Link, new() { Name = "Logs (1)" }).ClickAsync();
        await Expect(page.GetByTestId("logs").Locator("tr")).ToHaveCountAsync(1);
        await page.GetByTestId("logs").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "gateway: POST /predict" })).ToBeVisibleAsync();
        Assert.Empty(browser.Faults);
    }

    [BrowserTheory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Pages_OnPhoneAndDeskByDayAndNight_AreReadableAndFit(int width, ColorScheme scheme)
    {
        await SendAsync();
        await using var browser = await DashboardBrowser.OpenAsync(_dashboard, new() { ViewportSize = new() { Width = width, Height = 740 }, ColorScheme = scheme });
        var page = browser.Page;
        (string Path, string Landmark)[] places =
        [
            ("/?resource=gateway", ".details .facts"),
            ("/?view=graph", ".graph .node"),
            ("/consolelogs/resource/gateway", ".console .line"),
            ("/structuredlogs", "[data-testid=logs] tr"),
            ("/traces", "[data-testid=traces] tr"),
            ($"/traces/detail/{Convert.ToHexStringLower(Samples.TraceId(9).Span)}?span={Convert.ToHexStringLower(Samples.SpanId(2).Span)}", ".details .facts"),
            ("/metrics/resource/gateway/meter/Digits.Test/instrument/duration", ".chart-legend li"),
        ];
        foreach (var (path, landmark) in places)
        {
            await browser.GoToAsync(path);
            await Expect(page.Locator(landmark).First).ToBeVisibleAsync();
            Assert.Empty(await PageChecks.FindPoorContrastAsync(page));
            Assert.Empty(await PageChecks.FindNamelessControlsAsync(page));
            Assert.Equal(0, await PageChecks.MeasureOverflowAsync(page));
        }

        Assert.Empty(browser.Faults);
    }

    private async Task SendAsync()
    {
        var below = Samples.Span(9, 2, parent: 1, name: "digits.predict");
        below.Attributes.Add(Samples.Attribute("result", "the answer"));
        var log = Samples.Record("read a seven");
        (log.TraceId, log.SpanId) = (Samples.TraceId(9), Samples.SpanId(2));
        var exemplar = new Exemplar { TimeUnixNano = Samples.Now, AsDouble = 0.7, TraceId = Samples.TraceId(9), SpanId = Samples.SpanId(2) };
        await _dashboard.Traces.ExportAsync(Samples.Spans("gateway", [Samples.Span(9, 1, name: "POST /predict")]), _dashboard.Headers);
        await _dashboard.Traces.ExportAsync(Samples.Spans("inference", [below]), _dashboard.Headers);
        await _dashboard.Logs.ExportAsync(Samples.Records("inference", [log]), _dashboard.Headers);
        await _dashboard.Metrics.ExportAsync(Samples.Metrics("gateway", Samples.Histogram("duration", [0.5, 1], [3, 1, 0], exemplar)), _dashboard.Headers);
    }

    private static Resource Service(string name, string state, string style) => new()
    {
        Name = $"{name}-x1",
        DisplayName = name,
        ResourceType = "Project",
        State = state,
        StateStyle = style,
        Environment = { new EnvironmentVariable { Name = "API_KEY", Value = "hidden value", IsFromSpec = true } },
        Commands = { new ResourceCommand { Name = "resource-stop", DisplayName = "Stop" } },
        Urls = { new Url { EndpointName = "http", FullUrl = "http://localhost:5080" } },
        Relationships = { name == "gateway" ? [new ResourceRelationship { ResourceName = "inference", Type = "Reference" }] : [] },
    };
}
