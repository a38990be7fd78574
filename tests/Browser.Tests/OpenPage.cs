using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>The page as a person uses it.</summary>
public sealed class OpenPage(IBrowserContext context) : IAsyncDisposable
{
    /// <summary>Long enough to train a small run on a busy machine.</summary>
    private const int TrainingLimit = 180_000;
    private const int AnswerLimit = 30_000;
    private const string OpenRun = "#train/";

    private readonly ConcurrentQueue<string> _faults = new();
    private IPage? _page;

    public IPage Page => _page ?? throw new InvalidOperationException("Not opened yet.");

    /// <summary>Whatever the page complained about: console errors and warnings, uncaught exceptions, calls to elsewhere.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public async Task OpenAsync(string address)
    {
        _page = await context.NewPageAsync();
        _page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _faults.Enqueue(message.Text);
            }
        };
        _page.PageError += (_, error) => _faults.Enqueue(error);
        await _page.GotoAsync(address);
    }

    /// <summary>Uploads files as a data set and sees it opened.</summary>
    public async Task UploadAsync(string name, IEnumerable<string> files)
    {
        await GoToAsync("Data");
        await Page.GetByLabel("Choose files").SetInputFilesAsync(files);
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await ExpectPreviewAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Expect(Dataset(name)).ToBeVisibleAsync(new() { Timeout = AnswerLimit });
    }

    /// <summary>What was understood of chosen files, before they are imported.</summary>
    public ILocator Preview => Page.GetByRole(AriaRole.Region, new() { Name = "Preview" });

    /// <summary>Waits for the preview of chosen files, with its pictures.</summary>
    public async Task ExpectPreviewAsync()
    {
        await Expect(Preview.Locator(".preview-samples img").First).ToBeVisibleAsync(new() { Timeout = AnswerLimit });
        await Expect(Preview).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = AnswerLimit });
    }

    /// <summary>Opens another view of the data set that is open.</summary>
    public Task ShowAsync(string view) => Page.Locator(".tabs").GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^{view}") }).ClickAsync();

    /// <summary>The samples that are in view, or near it.</summary>
    public ILocator Cells => Page.Locator(".cell:not([hidden])");

    /// <summary>The grid of samples, with a first one in it.</summary>
    public async Task<ILocator> WaitForGridAsync()
    {
        await Expect(Page.Locator("#cell-0 img")).ToBeVisibleAsync(new() { Timeout = AnswerLimit });
        return Page.GetByRole(AriaRole.Listbox, new() { Name = "Samples" });
    }

    /// <summary>The data set that is open.</summary>
    public ILocator Dataset(string name) =>
        Page.GetByRole(AriaRole.Article).Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    /// <summary>Starts a run of the fast preset and sees it opened.</summary>
    public async Task StartRunAsync(string dataset, int epochs)
    {
        await GoToAsync("Train");
        await Page.GetByLabel("Data set", new() { Exact = true }).SelectOptionAsync(dataset);
        await Page.GetByLabel("Preset").SelectOptionAsync("fast");
        await Page.GetByText("Change settings").ClickAsync();
        await Page.GetByRole(AriaRole.Spinbutton, new() { Name = "Epochs" }).FillAsync($"{epochs}");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Start training" }).ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains(OpenRun, StringComparison.Ordinal));
        var run = Page.Url[(Page.Url.IndexOf(OpenRun, StringComparison.Ordinal) + OpenRun.Length)..];
        await Expect(Page.Locator($".run-list a[aria-current][href$='{run}']")).ToBeVisibleAsync();
    }

    /// <summary>Opens the place for training with all of its settings in view.</summary>
    public async Task GoToAdvancedAsync()
    {
        await GoToAsync("Train");

        // What arrives moves the form, and a click would land beside.
        await Expect(Page.GetByLabel("Preset").Locator("option")).Not.ToHaveCountAsync(0);
        await Expect(Page.GetByLabel("Data set", new() { Exact = true }).Locator("option")).Not.ToHaveCountAsync(0);
        await Page.GetByText("Advanced", new() { Exact = true }).ClickAsync();
        await Expect(Page.GetByLabel("Optimizer")).ToBeVisibleAsync();
    }

    public async Task ExpectRunStateAsync(string state) =>
        await Expect(Page.Locator(".run-head .state")).ToHaveTextAsync(state, new() { Timeout = TrainingLimit });

    public async Task GoToAsync(string place)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = place, Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = place, Exact = true, Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>Draws a digit with the mouse onto an empty pad, a few pixels a move.</summary>
    public async Task DrawAsync(int digit, string padName = "Drawing pad")
    {
        if (padName == "Drawing pad")
        {
            await Page.GetByRole(AriaRole.Button, new() { Name = "Clear" }).ClickAsync();
        }

        var pad = await Page.GetByLabel(padName).BoundingBoxAsync() ?? throw new InvalidOperationException("The pad is not on the screen.");
        (float X, float Y) At((double X, double Y) point) =>
            ((float)(pad.X + (pad.Width * (0.27 + (0.46 * point.X)))), (float)(pad.Y + (pad.Height * (0.15 + (0.7 * point.Y)))));
        foreach (var stroke in DigitShapes.Of(digit))
        {
            var (x, y) = At(stroke[0]);
            await Page.Mouse.MoveAsync(x, y);
            await Page.Mouse.DownAsync();
            foreach (var point in stroke.Skip(1).Select(At))
            {
                await Page.Mouse.MoveAsync(point.X, point.Y, new() { Steps = 4 });
            }

            await Page.Mouse.UpAsync();
        }
    }

    /// <summary>The answer, large.</summary>
    public ILocator Answer => Page.GetByTestId("answer");

    public async Task ExpectAnswerAsync(string label) => await Expect(Answer).ToHaveTextAsync(label, new() { Timeout = AnswerLimit });

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
