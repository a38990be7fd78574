using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>Letters that the program draws, and a data set made of some of them.</summary>
[Collection(BrowserGroup.Name)]
public sealed class CombineTests(BrowserFixture browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 60_000 };

    [BrowserFact]
    public async Task Combine_DrawnCapitals_TakesSomeUnderAnotherName()
    {
        await using var open = await browser.OpenAsync("data/+starter");
        var page = open.Page;
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("capitals");
        await page.GetByLabel("Characters").SelectOptionAsync("Capital letters A–Z");
        await page.GetByLabel("Samples", new() { Exact = true }).FillAsync("260");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "capitals" })).ToBeVisibleAsync(Patient);

        await page.GotoAsync("/#data/+combine");
        var source = page.GetByRole(AriaRole.Group, new() { Name = "From" });
        await source.GetByLabel("Data set").SelectOptionAsync(new SelectOptionValue { Value = "capitals" });
        await source.GetByLabel("Only the labels").FillAsync("O, A");
        await source.GetByLabel("Other names for labels").FillAsync("O = 0");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("capitals");
        await page.GetByRole(AriaRole.Button, new() { Name = "Combine", Exact = true }).ClickAsync();
        await Expect(page.Locator(".way-form .problem")).ToContainTextAsync("Choose another name, or say");
        await PageChecks.CheckAsync(page);

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("zero-and-a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Combine", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "zero-and-a" })).ToBeVisibleAsync(Patient);
        await open.WaitForGridAsync();
        await Expect(page.Locator(".class-name")).ToHaveTextAsync(["0", "A"]);
        await open.ShowAsync("Versions");
        await Expect(page.Locator(".panel")).ToContainTextAsync("20 of 260 samples, only O A, O as 0");
    }
}
