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
        await page.GetByLabel("Choose files").SetInputFilesAsync(browser.WriteFile("My pictures.zip", ZipOfPictures()));
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("my-pictures");

        await Expect(page.Locator(".import .problem")).ToContainTextAsync("broken.png", new() { Timeout = 30_000 });

        await page.GetByText("Options").ClickAsync();
        await page.GetByLabel("Broken pictures and rows").SelectOptionAsync("Leave them out");
        await open.ExpectPreviewAsync();
        await Expect(open.Preview).ToContainTextAsync("1 broken thing left out");
        await page.GetByLabel("Other names for labels").FillAsync("7 = seven");
        await page.GetByLabel("Note").FocusAsync();
        await Expect(open.Preview.Locator(".preview-label").Last).ToHaveTextAsync("seven");
        await PageChecks.CheckAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();

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

    [BrowserFact]
    public async Task Import_PreviewedAndChosenOtherwise_IsAddedReplacedAndUndone()
    {
        await using var open = await browser.OpenAsync("data");
        var page = open.Page;
        await page.GetByLabel("Choose files").SetInputFilesAsync(browser.WriteFile("undone.zip", ZipOfPictures(broken: false)));
        await open.ExpectPreviewAsync();
        await Expect(open.Preview).ToContainTextAsync($"{Pictures} samples with 2 labels, read as ZIP of pictures.");
        await Expect(open.Preview.Locator(".preview-samples li")).ToHaveCountAsync(Pictures);
        var picture = open.Preview.Locator(".preview-samples img").First;
        var before = await picture.GetAttributeAsync("src");

        // The other side is taken for ink, and then what was found is taken again.
        var ink = open.Preview.GetByLabel("Ink");
        await ink.FocusAsync();
        await ink.SelectOptionAsync(await ink.InputValueAsync() == "POLARITY_DARK_INK" ? "Light ink on a dark ground" : "Dark ink on a light ground");
        await Expect(open.Preview).ToContainTextAsync("You chose this.");
        await Expect(picture).Not.ToHaveAttributeAsync("src", before!);
        await Expect(ink).ToBeFocusedAsync();
        await ink.SelectOptionAsync("Find it out");
        await Expect(picture).ToHaveAttributeAsync("src", before!);
        await PageChecks.CheckAsync(page);

        await ImportAsync(open);
        await Expect(open.Dataset("undone")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(LastChange(open)).ToContainTextAsync("undone is in.");
        await LastChange(open).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByLabel("Choose files")).ToBeAttachedAsync();
        await Expect(open.Dataset("undone")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "undone" })).ToHaveCountAsync(0);

        await open.UploadAsync("undone", [browser.WriteFile("undone.zip", ZipOfPictures(broken: false))]);
        await open.GoToAsync("Data");
        await page.GetByLabel("Choose files").SetInputFilesAsync(browser.WriteFile("undone.zip", ZipOfPictures(broken: false, seed: 2)));
        await open.ExpectPreviewAsync();
        await Expect(page.GetByText($"There is a data set “undone” already, with {Pictures} samples.")).ToBeVisibleAsync();
        await ImportAsync(open);
        await Expect(page.Locator(".import .problem")).ToContainTextAsync("Choose what becomes of the data set “undone”.");
        await page.GetByLabel("Add to it").CheckAsync();
        await PageChecks.CheckAsync(page);
        await ImportAsync(open);
        await Expect(LastChange(open)).ToContainTextAsync($"undone is changed: {Pictures} added.", new() { Timeout = 30_000 });
        await PageChecks.CheckAsync(page);
        await LastChange(open).GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(LastChange(open)).ToBeHiddenAsync();
        await open.ShowAsync("Versions");
        await Expect(page.Locator(".version").First).ToContainTextAsync($"{Pictures} samples");
        await Expect(page.Locator(".version").Nth(1)).ToContainTextAsync($"{2 * Pictures} samples");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task NameThatIsTaken_AnotherName_IsProposed()
    {
        await using var open = await browser.OpenAsync("data");
        await open.UploadAsync("taken", [browser.WriteFile("taken.zip", ZipOfPictures(broken: false))]);
        await open.GoToAsync("Data");

        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Draw the starter set" }).ClickAsync();
        await open.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("taken");
        await open.Page.GetByLabel("Use another name").ClickAsync();

        await Expect(open.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("taken-2");
        await Expect(open.Page.GetByLabel("Add to it")).ToBeHiddenAsync();
        Assert.Empty(open.Faults);
    }

    private static ILocator LastChange(OpenPage open) => open.Page.GetByRole(AriaRole.Region, new() { Name = "Last change" });

    private static Task ImportAsync(OpenPage open) => open.Page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();

    private static byte[] ZipOfPictures(bool broken = true, int seed = 1)
    {
        var random = new Random(seed);
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < Pictures; i++)
            {
                var digit = i % 2 == 0 ? 1 : 7;
                Add(zip, $"{digit}/{i}.png", TestPng.Encode(Side, Side, 8, 0, DrawnDigit.Draw(digit, random)));
            }

            if (broken)
            {
                Add(zip, "7/broken.png", [.. TestPng.Signature, 1, 2, 3]);
            }
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(bytes);
    }
}
