using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>A wrong reading, from the pad into the data set.</summary>
[Collection(BrowserGroup.Name)]
public sealed class ReviewTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Correction_SentAndAccepted_BecomesASampleAndTheRejectedDoesNot()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync("draw");
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);
        await CorrectAsync(open, drawn: 7, label: "1");
        await CorrectAsync(open, drawn: 4, label: "9");

        await open.Page.GetByRole(AriaRole.Link, new() { Name = BrowserFixture.TrainedDataset, Exact = true }).ClickAsync();
        var corrections = open.Page.Locator(".correction");
        await Expect(corrections).ToHaveCountAsync(2);
        await Expect(open.Page.Locator(".tabs .badge")).ToHaveTextAsync("2");
        await PageChecks.CheckAsync(open.Page);
        await corrections.First.FocusAsync();
        await open.Page.Keyboard.PressAsync("7");
        await open.Page.Keyboard.PressAsync("Delete");
        await Expect(open.Page.Locator(".pending-text:visible")).ToHaveTextAsync("2 changes: 1 accepted, 1 rejected");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(open.Page.GetByText("Nothing to review")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(open.Page.Locator(".tabs .badge")).ToHaveCountAsync(0);
        await open.ShowAsync("Versions");
        await Expect(open.Page.Locator(".version").First).ToContainTextAsync("Corrections accepted");
        await Expect(open.Page.Locator(".version").First).ToContainTextAsync("1 added");
        await open.Page.Locator(".version").First.GetByText("What changed").ClickAsync();
        await Expect(open.Page.Locator(".differences [data-kind=added]")).ToHaveTextAsync("Added: + 7");
        Assert.Empty(open.Faults);
    }

    private static async Task CorrectAsync(OpenPage open, int drawn, string label)
    {
        await open.DrawAsync(drawn);
        await open.ExpectAnswerAsync($"{drawn}");
        await open.Page.GetByText("Wrong? It is a …").ClickAsync();
        await PageChecks.CheckAsync(open.Page);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = $"It is {label}" }).ClickAsync();
        await Expect(open.Page.GetByText($"It is {label}: noted.")).ToBeVisibleAsync();
    }
}
