using Digits.Tests;
using Digits.Tests.Running;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

/// <summary>A browser beside the running application, and files to upload.</summary>
public sealed class BrowserFixture : IAsyncLifetime, IDisposable
{
    /// <summary>The data set that <see cref="TrainOnceAsync"/> brings.</summary>
    public const string TrainedDataset = "handwriting";

    private readonly TempFolder _data = new();
    private readonly TempFolder _files = new();
    private RunningApp? _application;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private bool _isTrained;

    /// <summary>The four IDX files of a small data set.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        Files = [.. HandwritingSet.Create().Files.Select(file => WriteFile(file.Key, file.Value))];
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
        _application = await RunningApp.StartAsync(_data.Path);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        _data.Dispose();
    }

    /// <summary>Sees to it that there is a data set and a model that reads it.</summary>
    public async Task TrainOnceAsync()
    {
        if (_isTrained)
        {
            return;
        }

        await using var open = await OpenAsync("data");
        await open.UploadAsync(TrainedDataset, Files);
        await open.StartRunAsync(TrainedDataset, epochs: 2);
        await open.ExpectRunStateAsync("Finished");
        var version = await open.Page.GetByTestId("model-version").InnerTextAsync();
        await open.GoToAsync("Draw");
        await Expect(open.Page.GetByLabel("Model", new() { Exact = true })).ToContainTextAsync(version, new() { Timeout = 30_000 });
        _isTrained = true;
    }

    /// <summary>Writes a file that can be chosen for an upload; the name may hold folders.</summary>
    public string WriteFile(string name, byte[] bytes)
    {
        var path = Path.Combine(_files.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Opens the page, fresh, at one of its places.</summary>
    /// <param name="place">data, train or draw, perhaps with a path.</param>
    /// <param name="options">The screen; 1280 by 720 in light colours when left out.</param>
    public async Task<OpenPage> OpenAsync(string place, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = _application!.Address.ToString();
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var page = new OpenPage(await _browser!.NewContextAsync(options));
        await page.OpenAsync($"/#{place}");
        return page;
    }

    /// <summary>Opens the dashboard by the link that the AppHost has printed.</summary>
    public async Task<OpenPage> OpenDashboardAsync()
    {
        var login = await _application!.DashboardLogin;
        var page = new OpenPage(await _browser!.NewContextAsync(new() { BaseURL = login.GetLeftPart(UriPartial.Authority) }));
        await page.OpenAsync(login.PathAndQuery);
        return page;
    }
}
