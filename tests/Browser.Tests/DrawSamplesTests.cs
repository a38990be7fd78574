using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>A data set that begins with nothing.</summary>
[Collection(BrowserGroup.Name)]
public sealed class DrawSamplesTests(BrowserFixture browser)
{
    private const string Pad = "Sample pad";

    [BrowserFact]
    public async Task DrawSamples_FromNothing_MakesADataSetAndUndoTakesBack()
    {
        await using var open = await browser.OpenAsync("data");
        var keyboard = open.Page.Keyboard;
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Start empty and draw" }).ClickAsync();
        await open.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("mine");
        await open.Page.GetByLabel("Labels").FillAsync("7 4");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await Expect(open.Page.GetByText("mine begins with the samples that you save first.")).ToBeVisibleAsync();

        await keyboard.PressAsync("7");
        await Expect(open.Page.GetByText("Draw 7")).ToBeVisibleAsync();
        await open.DrawAsync(7, Pad);
        await keyboard.PressAsync("Enter");
        await Expect(open.Page.Locator(".pending-text:visible")).ToHaveTextAsync("1 change: 1 drawn sample");
        await keyboard.PressAsync("4");
        await open.DrawAsync(4, Pad);
        await keyboard.PressAsync("Enter");
        await Expect(open.Page.Locator(".drawn li")).ToHaveCountAsync(2);

        await keyboard.PressAsync("Control+z");
        await Expect(open.Page.Locator(".drawn li")).ToHaveCountAsync(1);
        await keyboard.PressAsync("7");
        await open.DrawAsync(7, Pad);
        await keyboard.PressAsync("Enter");
        await PageChecks.CheckAsync(open.Page);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(open.Page.GetByText("2 samples in mine")).ToBeVisibleAsync();
        await Expect(open.Page.Locator(".drawn li")).ToHaveCountAsync(0);
        await open.ShowAsync("Samples");
        await open.WaitForGridAsync();
        await Expect(open.Cells.First).ToHaveTextAsync("7");
        await open.ShowAsync("Versions");
        await Expect(open.Page.Locator(".version")).ToHaveCountAsync(1);
        await Expect(open.Page.Locator(".version")).ToContainTextAsync("2 added");
        Assert.Empty(open.Faults);
    }
}
