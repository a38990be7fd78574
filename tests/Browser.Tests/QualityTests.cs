using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>What is wrong with a data set, and where.</summary>
[Collection(BrowserGroup.Name)]
public sealed class QualityTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task Finding_FollowedToItsSamples_ShowsThemInTheGrid()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("doubtful", WithABlankImage());
        await open.ShowAsync("Quality");

        var finding = open.Page.Locator(".finding").Filter(new() { HasText = "Blank images" });
        await Expect(finding).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(finding.Locator(".preview img")).ToHaveCountAsync(1);
        await PageChecks.CheckAsync(open.Page);
        await finding.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Show ") }).ClickAsync();

        await Expect(open.Page.Locator(".notice")).ToContainTextAsync("Blank images: 1 sample.");
        await Expect(open.Cells).ToHaveCountAsync(1);
        await open.Page.Locator("#cell-0").ClickAsync();
        await open.Page.Keyboard.PressAsync("Delete");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(open.Dataset("doubtful")).ToContainTextAsync("5,999 train", new() { Timeout = 30_000 });
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Show all samples" }).ClickAsync();
        await Expect(open.Page).ToHaveURLAsync(new Regex("#data/doubtful/samples$"));
        Assert.Empty(open.Faults);
    }

    /// <summary>The small data set, its first train image wiped.</summary>
    private IEnumerable<string> WithABlankImage()
    {
        const string Images = "train-images-idx3-ubyte";
        const int Header = 16;
        const int Pixels = 28 * 28;
        foreach (var path in browser.Files)
        {
            if (Path.GetFileName(path) != Images)
            {
                yield return path;
                continue;
            }

            var bytes = File.ReadAllBytes(path);
            bytes.AsSpan(Header, Pixels).Clear();
            yield return browser.WriteFile($"blank/{Images}", bytes);
        }
    }
}
