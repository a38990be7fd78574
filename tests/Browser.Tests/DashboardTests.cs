using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>The dashboard beside the running application.</summary>
[Collection(BrowserGroup.Name)]
public sealed class DashboardTests(BrowserFixture browser)
{
    // Spans are sent every second, and the page asks once a second.
    private const int ArrivalLimit = 30_000;

    [BrowserFact]
    public async Task Resources_OfTheApplication_AreRunningAndWriteToTheirConsoles()
    {
        await using var open = await browser.OpenDashboardAsync();
        var page = open.Page;

        foreach (var service in new[] { "processing", "training", "inference", "gateway" })
        {
            await Expect(page.Locator($"[data-resource={service}]")).ToContainTextAsync("Running", new() { Timeout = ArrivalLimit });
        }

        await page.Locator("[data-resource=gateway]").GetByRole(AriaRole.Link, new() { Name = "Console of gateway" }).ClickAsync();
        await Expect(page.GetByTestId("console").Locator(".line .text").First).ToBeVisibleAsync(new() { Timeout = ArrivalLimit });
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Traces_OfAPrediction_LeadFromTheGatewayToTheNetwork()
    {
        await browser.TrainOnceAsync();
        await using var drawn = await browser.OpenAsync("draw");
        await drawn.DrawAsync(7);
        await drawn.ExpectAnswerAsync("7");
        await using var open = await browser.OpenDashboardAsync();
        var page = open.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Traces", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("digits.predict");
        // Until the search has its answer, all traces are shown.
        var trace = page.GetByTestId("traces").Locator("tr").Filter(new() { HasText = "POST /api/v1/predict" }).Filter(new() { HasText = "inference" }).First;
        await trace.GetByRole(AriaRole.Link).ClickAsync(new() { Timeout = ArrivalLimit });

        var rows = page.GetByTestId("waterfall").Locator("[data-span]");
        var first = rows.First;
        var compute = rows.And(page.Locator("[data-resource=inference][data-name='digits.predict']")).First;
        await Expect(first).ToHaveAttributeAsync("data-resource", "gateway");
        await Expect(compute).ToBeVisibleAsync();
        // Gateway's request, its call, inference's answer to it, and the network below that.
        var depth = int.Parse((await compute.GetAttributeAsync("aria-level"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(depth, 3, 10);
        await compute.ClickAsync();
        await Expect(page.Locator(".details h2")).ToHaveTextAsync("digits.predict");
        await Expect(page.Locator(".details")).ToContainTextAsync("Digits.Inference");
        Assert.Empty(open.Faults);
    }
}
