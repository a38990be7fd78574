using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>The history of a data set and the ways back.</summary>
[Collection(BrowserGroup.Name)]
public sealed class VersionTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Versions_ComparedAndRestored_ShowWhatDiffersAndBringItBack()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("history", browser.Files);
        await open.WaitForGridAsync();
        await open.Page.Locator("#cell-0").ClickAsync();
        await open.Page.Locator("#cell-2").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await open.Page.Keyboard.PressAsync("Delete");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(open.Dataset("history")).ToContainTextAsync("5,997 train", new() { Timeout = 30_000 });

        await open.ShowAsync("Versions");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(open.Page.Locator(".compare-head")).ToContainTextAsync("3 removed");
        await Expect(open.Page.Locator(".differences [data-kind=removed] img")).ToHaveCountAsync(3);
        await PageChecks.CheckAsync(open.Page);

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Restore version" }).ClickAsync();
        await Expect(open.Dataset("history")).ToContainTextAsync("6,000 train");
        await Expect(open.Page.Locator(".version").First).ToContainTextAsync("Restored");
        await Expect(open.Page.Locator(".version[aria-current]").First).ToContainTextAsync("Restored");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task EarlierVersion_LookedAt_CannotBeChanged()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("earlier", browser.Files);
        await open.WaitForGridAsync();
        await open.Page.Locator("#cell-0").ClickAsync();
        await open.Page.Keyboard.PressAsync("Delete");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(open.Dataset("earlier")).ToContainTextAsync("5,999 train", new() { Timeout = 30_000 });
        await open.ShowAsync("Versions");

        await open.Page.Locator(".version").Nth(1).GetByText("Look at it").ClickAsync();
        await Expect(open.Page.Locator(".notice")).ToContainTextAsync("earlier version");
        await open.WaitForGridAsync();
        await open.Page.Locator("#cell-0").ClickAsync();
        await open.Page.Keyboard.PressAsync("Delete");

        await Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true })).ToBeDisabledAsync();
        await Expect(open.Page.Locator(".pending")).ToBeHiddenAsync();
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Show the current version" }).ClickAsync();
        await Expect(open.Page.Locator(".notice")).ToBeHiddenAsync();
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Split_Anew_MovesSamplesIntoAValidationPart()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("split", browser.Files);
        await open.ShowAsync("Versions");

        await open.Page.GetByText("Split anew").First.ClickAsync();
        await open.Page.GetByLabel("Validation share").FillAsync("0.1");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Split anew" }).ClickAsync();

        await Expect(open.Dataset("split")).ToContainTextAsync("validation + 1,000 test", new() { Timeout = 30_000 });
        await Expect(open.Page.Locator(".version").First).ToContainTextAsync("Split anew");
        Assert.Empty(open.Faults);
    }
}
