using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>What holds for every place, on a desk and on a phone, by day and by night.</summary>
[Collection(BrowserGroup.Name)]
public sealed class LayoutTests(BrowserFixture browser)
{
    [BrowserFact]
    public Task Places_OnAPhoneByDay_AreReadableAndFit() => CheckAsync(width: 360, ColorScheme.Light);

    [BrowserFact]
    public Task Places_OnAPhoneByNight_AreReadableAndFit() => CheckAsync(width: 360, ColorScheme.Dark);

    [BrowserFact]
    public Task Places_OnADeskByDay_AreReadableAndFit() => CheckAsync(width: 1280, ColorScheme.Light);

    [BrowserFact]
    public Task Places_OnADeskByNight_AreReadableAndFit() => CheckAsync(width: 1280, ColorScheme.Dark);

    [BrowserFact]
    public async Task Keyboard_FromTheTop_SkipsToTheContentAndGoesThroughThePlaces()
    {
        await using var open = await browser.OpenAsync("data");
        await Expect(open.Page.GetByRole(AriaRole.Heading, new() { Name = "Data", Level = 1 })).ToBeVisibleAsync();

        await open.Page.Keyboard.PressAsync("Tab");
        await Expect(open.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await open.Page.Keyboard.PressAsync("Tab");
        await open.Page.Keyboard.PressAsync("Tab");
        await open.Page.Keyboard.PressAsync("Enter");

        await Expect(open.Page.GetByRole(AriaRole.Heading, new() { Name = "Train", Level = 1 })).ToBeVisibleAsync();
        await Expect(open.Page.GetByRole(AriaRole.Link, new() { Name = "Train", Exact = true })).ToHaveAttributeAsync("aria-current", "page");
        await Expect(open.Page).ToHaveTitleAsync("Train · Digits");
    }

    private async Task CheckAsync(int width, ColorScheme scheme)
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync("data", new() { ViewportSize = new() { Width = width, Height = 740 }, ColorScheme = scheme });
        await CheckDataAsync(open);

        await open.GoToAsync("Train");
        await open.Page.Locator(".run-list a").Filter(new() { HasText = BrowserFixture.TrainedDataset }).First.ClickAsync();
        await Expect(open.Page.Locator(".confusion")).ToBeVisibleAsync();
        await open.Page.GetByText("Epochs as a table").ClickAsync();
        await open.Page.GetByText("Change settings").ClickAsync();
        await open.Page.GetByText("Advanced", new() { Exact = true }).ClickAsync();
        await open.Page.GetByLabel("Optimizer").SelectOptionAsync("sgd");
        await open.Page.GetByLabel("Change images while training").SelectOptionAsync("on");
        await Expect(open.Page.GetByLabel("Momentum")).ToBeVisibleAsync();
        await Expect(open.Page.GetByLabel("Stroke width")).ToBeVisibleAsync();
        await PageChecks.CheckAsync(open.Page);

        await open.GoToAsync("Draw");
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);
        await PageChecks.CheckAsync(open.Page);
        await open.DrawAsync(7);
        await Expect(open.Page.Locator(".bars .best")).ToBeVisibleAsync();
        await PageChecks.CheckAsync(open.Page);
        Assert.Empty(open.Faults);
    }

    private static async Task CheckDataAsync(OpenPage open)
    {
        foreach (var way in new[] { "Bring files", "Draw the starter set", "Public sets", "Start empty and draw" })
        {
            await open.Page.GetByRole(AriaRole.Link, new() { Name = way }).ClickAsync();
            await Expect(open.Page.Locator(".ways [aria-current]")).ToContainTextAsync(way);
            await PageChecks.CheckAsync(open.Page);
        }

        await open.Page.Locator(".data-list").GetByRole(AriaRole.Link, new() { Name = BrowserFixture.TrainedDataset }).ClickAsync();
        var grid = await open.WaitForGridAsync();
        await grid.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(open.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await PageChecks.CheckAsync(open.Page);
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Page.Keyboard.PressAsync("9");
        await open.Page.Keyboard.PressAsync("Delete");
        await Expect(open.Page.GetByText("2 changes")).ToBeVisibleAsync();
        await PageChecks.CheckAsync(open.Page);
        foreach (var (view, landmark) in new[] { ("Versions", ".version"), ("Quality", ".quality"), ("Review", ".review"), ("Draw samples", ".draw-samples") })
        {
            await open.ShowAsync(view);
            await Expect(open.Page.Locator(landmark).First).ToBeVisibleAsync();
            await PageChecks.CheckAsync(open.Page);
        }
    }
}
