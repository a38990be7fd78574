using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Digits.Browser.Tests;

[Collection(BrowserGroup.Name)]
public sealed class DrawTests(BrowserFixture browser)
{
    private const int MovesAStroke = 8;

    [BrowserFact]
    public async Task Draw_ByKeyboard_IsReadAndUndone()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync("draw");
        var keyboard = open.Page.Keyboard;
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);

        await open.Page.GetByLabel("Drawing pad").FocusAsync();
        await PressAsync(keyboard, 6, "ArrowLeft");
        await PressAsync(keyboard, 1, "Space");
        await PressAsync(keyboard, 12, "ArrowRight");
        await PressAsync(keyboard, 18, "ArrowDown");
        await PressAsync(keyboard, 12, "ArrowLeft");
        await PressAsync(keyboard, 18, "ArrowUp");
        await PressAsync(keyboard, 1, "Space");
        await open.ExpectAnswerAsync("0");

        await keyboard.PressAsync("Control+z");
        await Expect(open.Page.GetByText("Nothing drawn yet")).ToBeVisibleAsync();
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Draw_TwoStrokes_UndoTakesOneAndClearTakesAll()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync("draw");
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);

        await open.DrawAsync(4);
        await Expect(open.Answer).Not.ToHaveTextAsync("–");
        var both = await InkAsync(open.Page);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        var one = await InkAsync(open.Page);
        await open.Page.Keyboard.PressAsync("Escape");

        Assert.InRange(one, 1, both - 1);
        Assert.Equal(0, await InkAsync(open.Page));
        await Expect(open.Answer).ToHaveTextAsync("–");
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task Draw_WithAFinger_DrawsInsteadOfScrolling()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync(
            "draw", new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true, DeviceScaleFactor = 2 });
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);
        var pad = await open.Page.GetByLabel("Drawing pad").BoundingBoxAsync();
        var touch = await open.Page.Context.NewCDPSessionAsync(open.Page);
        Task SendAsync(string type, params object[] points) =>
            touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points });

        object At((double X, double Y) point) =>
            new { x = pad!.X + (pad.Width * (0.27 + (0.46 * point.X))), y = pad.Y + (pad.Height * (0.15 + (0.7 * point.Y))) };

        var seven = DigitShapes.Of(7)[0];
        await SendAsync("touchStart", At(seven[0]));
        foreach (var (from, to) in seven.Zip(seven.Skip(1)))
        {
            for (var step = 1; step <= MovesAStroke; step++)
            {
                var part = (double)step / MovesAStroke;
                await SendAsync("touchMove", At((from.X + (part * (to.X - from.X)), from.Y + (part * (to.Y - from.Y)))));
            }
        }

        await SendAsync("touchEnd");

        await open.ExpectAnswerAsync("7");
        Assert.Equal(0, await open.Page.EvaluateAsync<int>("() => scrollY"));
        Assert.Empty(open.Faults);
    }

    [BrowserFact]
    public async Task OpenPicture_OfASample_ReadsIt()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync($"data/{BrowserFixture.TrainedDataset}");
        var sample = open.Cells.Filter(new() { HasText = "0" }).First;
        var source = await sample.Locator("img").GetAttributeAsync("src");
        var png = Convert.FromBase64String(source!["data:image/png;base64,".Length..]);

        await open.GoToAsync("Draw");
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);
        await open.Page.GetByLabel("Open image").SetInputFilesAsync(new FilePayload { Name = "zero.png", MimeType = "image/png", Buffer = png });

        await open.ExpectAnswerAsync("0");
        Assert.Empty(open.Faults);
    }

    private static async Task PressAsync(IKeyboard keyboard, int times, string key)
    {
        for (var time = 0; time < times; time++)
        {
            await keyboard.PressAsync(key);
        }
    }

    /// <summary>How many pixels of the pad have ink.</summary>
    private static Task<int> InkAsync(IPage page) => page.EvaluateAsync<int>(
        """
        () => {
          const pad = document.querySelector('canvas.pad');
          const copy = new OffscreenCanvas(pad.width, pad.height).getContext('2d', { willReadFrequently: true });
          copy.drawImage(pad, 0, 0);
          const { data } = copy.getImageData(0, 0, pad.width, pad.height);
          return data.filter((value, index) => index % 4 === 3 && value > 0).length;
        }
        """);
}
