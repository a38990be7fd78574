using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>Aspire's dashboard beside the running application: what it shows is what the services tell it.</summary>
[Collection(BrowserGroup.Name)]
public sealed class DashboardTests(BrowserFixture browser)
{
    private const int ArrivalLimit = 60_000;

    [BrowserFact]
    public async Task Resources_OfTheApplication_AreRunning()
    {
        await using var open = await browser.OpenDashboardAsync();

        foreach (var service in new[] { "processing", "training", "inference", "gateway" })
        {
            await Expect(Row(open.Page, service)).ToContainTextAsync("Running", new() { Timeout = ArrivalLimit });
        }
    }

    [BrowserFact]
    public async Task Traces_OfAPrediction_LeadFromTheGatewayToTheNetwork()
    {
        await browser.TrainOnceAsync();
        await using var drawn = await browser.OpenAsync("draw");
        await drawn.DrawAsync(7);
        await drawn.ExpectAnswerAsync("7");
        await using var open = await browser.OpenDashboardAsync();
        await Expect(Row(open.Page, "gateway")).ToBeVisibleAsync(new() { Timeout = ArrivalLimit });

        await open.Page.GotoAsync("/traces");
        await Row(open.Page, "gateway: POST /api/v1/predict").GetByText("gateway: POST /api/v1/predict").First.ClickAsync(new() { Timeout = ArrivalLimit });

        // Gateway's request, its call, Inference's answer to it, and the network below that.
        await Expect(open.Page.GetByText("digits.predict").First).ToBeVisibleAsync(new() { Timeout = ArrivalLimit });
        await Expect(open.Page.GetByText("digits.inference.v1.InferenceService/Predict").First).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string text) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = text }).First;
}
