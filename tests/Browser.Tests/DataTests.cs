using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

[Collection(BrowserGroup.Name)]
public sealed class DataTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Upload_FileThatIsNoIdx_NamesFileAndKeepsNothing()
    {
        await using var open = await browser.OpenAsync("data");
        var broken = browser.WriteFile("train-images-idx3-ubyte", [1, 2, 3, 4, 5, 6, 7, 8]);

        await open.Page.GetByLabel("Choose files").SetInputFilesAsync([broken, browser.Files[1]]);
        await open.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("broken");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        await Expect(open.Page.Locator(".import .problem")).ToContainTextAsync("train-images-idx3-ubyte");
        await open.Page.ReloadAsync();
        await Expect(open.Page.GetByLabel("Choose files")).ToBeAttachedAsync();
        await Expect(open.Dataset("broken")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Upload_BadName_IsSaidBeforeAnythingIsSent()
    {
        await using var open = await browser.OpenAsync("data");

        await open.Page.GetByLabel("Choose files").SetInputFilesAsync(browser.Files);
        await open.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("No spaces!");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        await Expect(open.Page.Locator(".import .problem")).ToContainTextAsync("lower-case");
        await Expect(open.Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Samples_ChosenPartAndLabel_ShowsOnlyThose()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("samples", browser.Files);
        var card = open.Dataset("samples");

        await card.GetByLabel("Part").SelectOptionAsync("Test part");
        await card.GetByLabel("Label").SelectOptionAsync("3");

        await Expect(card.Locator(".thumbnails li").Filter(new() { HasNotText = "3" })).ToHaveCountAsync(0);
        await Expect(card.Locator(".thumbnails li")).ToHaveCountAsync(60);
        await card.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await Expect(card.Locator(".thumbnails li").Nth(60)).ToHaveTextAsync("3");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Delete_Confirmed_TakesTheDataSetAway()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("short-lived", browser.Files);

        open.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await open.Dataset("short-lived").GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();

        await Expect(open.Dataset("short-lived")).ToHaveCountAsync(0);
        Assert.Empty(open.Faults);
    }
}
