using System.IO.Compression;
using Digits.Tests;
using Digits.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>Files of all kinds, and what becomes of the broken ones.</summary>
[Collection(BrowserGroup.Name)]
public sealed class ImportTests(BrowserFixture browser)
{
    private const int Pictures = 20;
    private const int Side = 28;

    [BrowserFact]
    public async Task Upload_ZipWithABrokenPicture_IsRefusedByDefaultAndReportedWhenLeftOut()
    {
        await using var open = await browser.OpenAsync("data");
        var page = open.Page;
        await page.GetByLabel("Choose files").SetInputFilesAsync(browser.WriteFile("My pictures.zip", ZipWithABrokenPicture()));
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("my-pictures");

        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.Locator(".import .problem")).ToContainTextAsync("broken.png", new() { Timeout = 30_000 });

        await page.GetByText("Options").ClickAsync();
        await page.GetByLabel("Broken pictures and rows").SelectOptionAsync("Leave them out");
        await page.GetByLabel("Other names for labels").FillAsync("7 = seven");
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        var report = page.GetByRole(AriaRole.Region, new() { Name = "Import report" });
        await Expect(report).ToContainTextAsync($"{Pictures} samples taken in, read as ZIP of pictures.", new() { Timeout = 30_000 });
        await Expect(report).ToContainTextAsync("1 left out");
        await Expect(report.GetByRole(AriaRole.Listitem)).ToContainTextAsync("broken.png");
        await PageChecks.CheckAsync(page);
        await report.GetByRole(AriaRole.Link, new() { Name = "Look at it" }).ClickAsync();
        await open.WaitForGridAsync();
        await Expect(page.Locator(".class-name")).ToHaveTextAsync(["1", "seven"]);
        Assert.DoesNotContain(open.Faults, fault => !fault.Contains("400", StringComparison.Ordinal));
    }

    private static byte[] ZipWithABrokenPicture()
    {
        var random = new Random(1);
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < Pictures; i++)
            {
                var digit = i % 2 == 0 ? 1 : 7;
                Add(zip, $"{digit}/{i}.png", TestPng.Encode(Side, Side, 8, 0, DrawnDigit.Draw(digit, random)));
            }

            Add(zip, "7/broken.png", [.. TestPng.Signature, 1, 2, 3]);
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(bytes);
    }
}
