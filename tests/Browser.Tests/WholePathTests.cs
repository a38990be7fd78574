using System.Text.RegularExpressions;
using Digits.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>What a newcomer does: bring data, train, draw.</summary>
[Collection(BrowserGroup.Name)]
public sealed class WholePathTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Page_UploadTrainDraw_ReadsTheDigit()
    {
        await using var open = await browser.OpenAsync("data");
        var page = open.Page;

        await open.UploadAsync("newcomer", browser.Files);
        var card = open.Dataset("newcomer");
        await Expect(card).ToContainTextAsync("6,000 train + 1,000 test");
        await open.WaitForGridAsync();
        await Expect(card.Locator(".class-column")).ToHaveCountAsync(DigitShapes.Count);

        await open.StartRunAsync("newcomer", epochs: 1);
        await open.ExpectRunStateAsync("Finished");
        await Expect(page.GetByTestId("test-accuracy")).ToHaveTextAsync(new Regex(@"^\d{2,3}\.\d\d %$"));
        await Expect(page.GetByTestId("model-version")).ToHaveTextAsync(new Regex(@"^digits, version \d+$"));
        await Expect(page.Locator(".chart > svg path.series.batch[d^=M]")).ToHaveCountAsync(2);
        Assert.Equal(HandwritingSet.TestCount, await SumMatrixAsync(page));

        await page.GetByRole(AriaRole.Link, new() { Name = "Draw a digit" }).ClickAsync();
        await Expect(page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count, new() { Timeout = 30_000 });
        foreach (var digit in new[] { 7, 0 })
        {
            await open.DrawAsync(digit);
            await open.ExpectAnswerAsync($"{digit}");
        }

        await Expect(page.GetByAltText("What the model sees")).ToHaveJSPropertyAsync("naturalWidth", 28);
        await Expect(page.Locator(".bars .best .label")).ToHaveTextAsync("0");
        Assert.Empty(open.Faults);
    }

    private static Task<int> SumMatrixAsync(IPage page) => page.EvaluateAsync<int>(
        "() => [...document.querySelectorAll('.confusion tbody td')].reduce((sum, cell) => sum + (Number(cell.textContent) || 0), 0)");
}
