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
    public async Task Picture_ThatCannotBeRead_TakesTheOldAnswerOff()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync("draw");
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);
        await open.DrawAsync(7);
        await open.ExpectAnswerAsync("7");

        await open.Page.Locator("#draw-picture").SetInputFilesAsync(browser.WriteFile("no-picture.png", [1, 2, 3]));

        await Expect(open.Page.Locator("#place-draw > .problem")).ToBeVisibleAsync();
        await Expect(open.Answer).ToHaveTextAsync("–");
        await Expect(open.Page.GetByText("Not read")).ToBeVisibleAsync();
        await Expect(open.Page.Locator(".bars .best")).ToHaveCountAsync(0);
        await Expect(open.Page.GetByText("Wrong? It is a …")).ToBeHiddenAsync();
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

    [BrowserFact]
    public async Task OpenPicture_JpegThatMustBeTurned_IsSentAsItIsAndReadUpright()
    {
        await browser.TrainOnceAsync();
        await using var open = await browser.OpenAsync("draw");
        var jpeg = await TakePictureLyingOnItsSideAsync(open.Page, digit: 7);
        await Expect(open.Page.Locator(".bars li")).ToHaveCountAsync(DigitShapes.Count);

        var request = await open.Page.RunAndWaitForRequestAsync(
            () => open.Page.GetByLabel("Open image").SetInputFilesAsync(new FilePayload { Name = "seven.jpg", MimeType = "image/jpeg", Buffer = jpeg }),
            "**/api/v1/predict");

        var sent = request.PostDataJSON()!.Value.GetProperty("image").GetProperty("data").GetBytesFromBase64();
        Assert.Equal(jpeg, sent);
        await open.ExpectAnswerAsync("7");
        Assert.Empty(open.Faults);
    }

    // As a camera stores what it takes upright: the JPEG lies on its side, and its EXIF orientation 6 says to turn it clockwise.
    private static async Task<byte[]> TakePictureLyingOnItsSideAsync(IPage page, int digit)
    {
        var points = DigitShapes.Of(digit)[0].Select(point => new[] { point.X, point.Y });
        var url = await page.EvaluateAsync<string>(
            """
            (points) => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [400, 300];
              const context = canvas.getContext('2d');
              context.fillStyle = '#eee';
              context.fillRect(0, 0, 400, 300);
              context.setTransform(0, -1, 1, 0, 0, 300);
              Object.assign(context, { strokeStyle: '#223', lineWidth: 24, lineCap: 'round', lineJoin: 'round' });
              context.beginPath();
              points.forEach(([x, y]) => context.lineTo(75 + 150 * x, 80 + 240 * y));
              context.stroke();
              return canvas.toDataURL('image/jpeg', 0.9);
            }
            """,
            points);
        var jpeg = Convert.FromBase64String(url["data:image/jpeg;base64,".Length..]);

        // Segment APP1: its length, then a TIFF header of big-endian numbers and a directory with one entry, tag 0x0112, one short number.
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
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
