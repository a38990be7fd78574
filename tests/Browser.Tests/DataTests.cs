using System.Text.RegularExpressions;
using Digits.Tests.Running;
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
        var broken = browser.WriteFile("broken/train-images-idx3-ubyte", [1, 2, 3, 4, 5, 6, 7, 8]);

        await open.Page.GetByLabel("Choose files").SetInputFilesAsync([broken, browser.Files[1]]);

        await Expect(open.Page.Locator(".import .problem")).ToContainTextAsync("train-images-idx3-ubyte");
        await Expect(open.Preview).ToBeHiddenAsync();
        await open.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("broken");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Expect(open.Page.Locator(".import .problem")).ToContainTextAsync("train-images-idx3-ubyte");
        await open.Page.ReloadAsync();
        await Expect(open.Page.GetByLabel("Choose files")).ToBeAttachedAsync();
        await Expect(open.Dataset("broken")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Upload_BadName_IsSaidBeforeAnythingIsStored()
    {
        await using var open = await browser.OpenAsync("data");

        await open.Page.GetByLabel("Choose files").SetInputFilesAsync(browser.Files);
        await open.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("No spaces!");
        await open.ExpectPreviewAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();

        await Expect(open.Page.Locator(".import .problem")).ToContainTextAsync("lower-case");
        await Expect(open.Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Samples_ChosenPartAndLabel_ShowsOnlyThoseAndTheBackButtonTheOthers()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("samples", browser.Files);
        await open.WaitForGridAsync();
        var others = open.Cells.Filter(new() { HasNotText = "3" });

        await open.Page.Locator(".segment").Filter(new() { HasText = "Test" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^3 ?:") }).ClickAsync();

        await Expect(open.Page).ToHaveURLAsync(new Regex("#data/samples/samples\\?part=test&label=3$"));
        await Expect(others).ToHaveCountAsync(0);
        await Expect(open.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^3 ?:") })).ToHaveAttributeAsync("aria-pressed", "true");
        await open.Page.GoBackAsync();
        await Expect(others).Not.ToHaveCountAsync(0);
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Samples_JumpToTheLast_ShowsItAndKeepsFewOnThePage()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("jumps", browser.Files);
        await open.WaitForGridAsync();

        await open.Page.GetByLabel("Go to sample").FillAsync($"{HandwritingSet.TrainCount - 1}");
        await open.Page.Keyboard.PressAsync("Enter");

        var last = open.Page.Locator($"#cell-{HandwritingSet.TrainCount - 1}");
        await Expect(last.Locator("img")).ToBeVisibleAsync();
        await Expect(last).ToHaveAttributeAsync("aria-selected", "true");
        Assert.InRange(await open.Page.Locator(".cell").CountAsync(), 1, 400);
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
        await Expect(open.Page.GetByLabel("Choose files")).ToBeAttachedAsync();
        await Expect(open.Page.GetByRole(AriaRole.Link, new() { Name = "short-lived" })).ToHaveCountAsync(0);
        Assert.Empty(open.Faults);
    }
}
