using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

[Collection(BrowserGroup.Name)]
public sealed class TrainTests(BrowserFixture browser)
{
    // Far more epochs than the test waits for.
    private const int ManyEpochs = 500;

    [BrowserFact]
    public async Task Run_ReloadedAndCancelled_ShowsTheWholeCurveAndStops()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("watched", browser.Files);
        await open.StartRunAsync("watched", ManyEpochs);
        await open.ExpectRunStateAsync("Training");
        var before = await WaitForBatchesAsync(open.Page, 4);

        await open.Page.ReloadAsync();

        var after = await WaitForBatchesAsync(open.Page, before);
        Assert.True(after >= before);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await open.ExpectRunStateAsync("Cancelled");
        await Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" })).ToBeHiddenAsync();
        await Expect(open.Page.Locator(".run-list a[aria-current]")).ToContainTextAsync("Cancelled");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Run_OfACommitteeWithAPartHeldOut_ShowsBothNetworksAndTheValidationCurve()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("committee", browser.Files);
        await open.GoToAdvancedAsync();
        await open.Page.GetByLabel("Optimizer").SelectOptionAsync("adamw");
        await open.Page.GetByLabel("Held out").FillAsync("0.2");
        await open.Page.GetByLabel("Keep the best epoch").SelectOptionAsync("true");
        await open.Page.GetByLabel("Networks").FillAsync("2");
        await open.StartRunAsync("committee", 2);
        await open.ExpectRunStateAsync("Finished");

        await Expect(open.Page.Locator(".run-meta")).ToContainTextAsync("AdamW, one cycle · 20 % held out · best epoch kept · 2 networks");
        await Expect(open.Page.Locator(".run [data-part=results]")).ToContainTextAsync("Validation accuracy");
        await Expect(open.Page.Locator(".chart").First.Locator("circle.marker.validation[cx]")).ToHaveCountAsync(5);
        await open.Page.GetByText("Epochs as a table").ClickAsync();
        await Expect(open.Page.Locator(".epochs tbody tr")).ToHaveCountAsync(4);
        await Expect(open.Page.Locator(".epochs thead")).ToContainTextAsync("Validation accuracy");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Run_SettingsThatContradict_NamesTheField()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("contradiction", browser.Files);
        await open.GoToAdvancedAsync();
        await open.Page.GetByLabel("Patience").FillAsync("3");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();

        await Expect(open.Page.Locator("[data-part=start-problem]")).ToContainTextAsync("patience");
        await Expect(open.Page.Locator("[data-part=start-problem]")).ToContainTextAsync("validation_share");
    }

    [BrowserFact]
    public async Task Run_ThatDoesNotExist_SaysSo()
    {
        await using var open = await browser.OpenAsync("train/no-such-run");

        await Expect(open.Page.Locator(".run .problem")).ToContainTextAsync("no-such-run");
    }

    /// <summary>How many batch reports the loss curve shows, once they are at least so many.</summary>
    private static async Task<int> WaitForBatchesAsync(IPage page, int least)
    {
        const string Count = "document.querySelector('.chart > svg path.series.batch')?.getAttribute('d').match(/[ML]/g)?.length ?? 0";
        await page.WaitForFunctionAsync($"least => ({Count}) >= least", least, new() { Timeout = 60_000 });
        return await page.EvaluateAsync<int>($"() => {Count}");
    }
}
