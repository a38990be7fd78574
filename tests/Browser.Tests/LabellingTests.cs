using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>Labels, removals and the way back, by the keys.</summary>
[Collection(BrowserGroup.Name)]
public sealed class LabellingTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Keys_LabelRemoveAndUndo_AreSavedAsOneVersion()
    {
        await using var open = await browser.OpenAsync("data");
        await open.Page.GetByLabel("Your name").FillAsync("Ada");
        await open.UploadAsync("labelled", browser.Files);
        var grid = await open.WaitForGridAsync();
        var keyboard = open.Page.Keyboard;
        var (first, second) = (await LabelAsync(open, 0), await LabelAsync(open, 1));
        var (newFirst, newSecond) = (Other(first), Other(second));

        await grid.FocusAsync();
        await keyboard.PressAsync("ArrowRight");
        await keyboard.PressAsync(newFirst);
        await keyboard.PressAsync(newSecond);
        await keyboard.PressAsync("Delete");
        await keyboard.PressAsync("Delete");
        await keyboard.PressAsync("Control+z");

        await Expect(open.Page.Locator(".pending-text")).ToHaveTextAsync("3 changes: 2 new labels, 1 removal");
        await Expect(open.Page.Locator("#cell-0 .cell-label")).ToHaveTextAsync($"{first} → {newFirst}");
        await Expect(open.Page.Locator("#cell-2")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("removed"));
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(open.Page.Locator(".pending")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Expect(open.Page.Locator("#cell-0 .cell-label")).ToHaveTextAsync(newFirst);
        await Expect(open.Dataset("labelled")).ToContainTextAsync("5,999 train");

        await open.ShowAsync("Versions");
        var versions = open.Page.Locator(".version");
        await Expect(versions).ToHaveCountAsync(2);
        await Expect(versions.Nth(0)).ToContainTextAsync("1 removed, 2 relabelled");
        await Expect(versions.Nth(0)).ToContainTextAsync("by Ada");

        await open.Page.Locator(".undo-notice").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(versions).ToHaveCountAsync(3);
        await Expect(open.Dataset("labelled")).ToContainTextAsync("6,000 train");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Selection_ByShiftClickAndATypedLabel_LabelsAllOfThem()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("typed", browser.Files);
        await open.WaitForGridAsync();

        await open.Page.Locator("#cell-2").ClickAsync();
        await open.Page.Locator("#cell-6").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(open.Page.GetByText("5 samples selected")).ToBeVisibleAsync();
        await PageChecks.CheckAsync(open.Page);
        await open.Page.Keyboard.PressAsync("z");
        await Expect(open.Page.GetByLabel("Other label", new() { Exact = true })).ToBeFocusedAsync();
        await open.Page.Keyboard.TypeAsync("ero");
        await open.Page.Keyboard.PressAsync("Enter");

        await Expect(open.Page.GetByText("5 changes: 5 new labels")).ToBeVisibleAsync();
        await Expect(open.Page.Locator("#cell-6")).ToContainTextAsync("→ zero");
        await Expect(open.Page.Locator("#cell-7")).ToHaveAttributeAsync("aria-selected", "true");
        await open.Page.Keyboard.PressAsync("Control+z");
        await Expect(open.Page.Locator(".pending")).ToBeHiddenAsync();
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Changes_NotSaved_AreRememberedElsewhereOnThePage()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("forgotten", browser.Files);
        await open.WaitForGridAsync();
        await open.Page.Locator("#cell-3").ClickAsync();
        await open.Page.Keyboard.PressAsync("Delete");

        await open.GoToAsync("Train");
        await Expect(open.Page.Locator(".unsaved")).ToContainTextAsync("1 change to forgotten is not saved.");
        await PageChecks.CheckAsync(open.Page);
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Go back" }).ClickAsync();

        await Expect(open.Page.GetByText("1 change: 1 removal")).ToBeVisibleAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await Expect(open.Page.Locator(".unsaved")).ToBeHiddenAsync();
        Assert.Empty(open.Faults);
    }

    private static Task<string> LabelAsync(OpenPage open, int index) => open.Page.Locator($"#cell-{index} .cell-label").InnerTextAsync();

    private static string Other(string label) => label == "7" ? "8" : "7";
}
