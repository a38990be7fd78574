using System.Text.Json;
using Aspire.Dashboard.Tests.Support;
using Digits.Browser.Tests;
using Google.Protobuf;
using Microsoft.Playwright;
using OpenTelemetry.Proto.Metrics.V1;
using static Microsoft.Playwright.Assertions;

namespace Aspire.Dashboard.Tests;

/// <summary>What a sender should not send breaks neither the page nor the bounds of memory.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private const int BurstSpans = 100_000;
    private const long MaxMemory = 200_000_000;

    private DashboardProcess _dashboard = null!;

    public async Task InitializeAsync() => _dashboard = await DashboardProcess.StartAsync();

    public async Task DisposeAsync() => await _dashboard.DisposeAsync();

    [Fact]
    public async Task Burst_OfSpansInOneTraceAndInMany_StaysWithinMemory()
    {
        var number = 0UL;
        for (var sent = 0; sent < BurstSpans; sent += 2000)
        {
            var spans = Enumerable.Range(0, 2000).Select(index => Samples.Span(trace: index % 2 == 0 ? 1 : number, id: ++number, parent: number - 1, name: $"span {number}"));
            await _dashboard.Traces.ExportAsync(Samples.Spans("burst", spans), _dashboard.Headers);
        }

        var list = await _dashboard.GetAsync("traces?count=10");
        var largest = await _dashboard.GetAsync($"traces/{Convert.ToHexStringLower(Samples.TraceId(1).Span)}");
        Assert.InRange(list.GetProperty("kept").GetInt32(), 1, 10_001);
        Assert.InRange(largest.GetProperty("spans").GetArrayLength(), 1, 2000);
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(_dashboard.Memory("VmHWM"), 1, MaxMemory);
        }
    }

    [Fact]
    public async Task Attributes_HugeAndMany_AreCutAndAnswered()
    {
        var span = Samples.Span(1, 1);
        span.Attributes.Add(Enumerable.Range(0, 500).Select(index => Samples.Attribute($"a{index}", "x")));
        span.Attributes[0].Value.StringValue = new string('x', 3_000_000);
        await _dashboard.Traces.ExportAsync(Samples.Spans("huge", [span]), _dashboard.Headers);

        var attributes = (await SpanAsync(1, 1)).GetProperty("attributes");
        Assert.Equal(128, attributes.EnumerateObject().Count());
        Assert.InRange(attributes.GetProperty("a0").GetString()!.Length, 32_768, 33_000);
    }

    [Fact]
    public async Task Values_OutsideOfEveryRange_AreAnswered()
    {
        var span = Samples.Span(2, 1, parent: 1);
        span.Kind = (OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind)77;
        span.Status = new() { Code = (OpenTelemetry.Proto.Trace.V1.Status.Types.StatusCode)99 };
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = (ulong.MaxValue, 1);
        span.Events.Add(new OpenTelemetry.Proto.Trace.V1.Span.Types.Event { TimeUnixNano = ulong.MaxValue });
        span.Links.Add(new OpenTelemetry.Proto.Trace.V1.Span.Types.Link { TraceId = ByteString.CopyFromUtf8("?") });
        await _dashboard.Traces.ExportAsync(Samples.Spans("odd", [span]), _dashboard.Headers);
        await _dashboard.Logs.ExportAsync(Samples.Records("odd", [Samples.Record("odd", severity: -5), Samples.Record("odder", severity: 9999), new()]), _dashboard.Headers);
        await _dashboard.Metrics.ExportAsync(
            Samples.Metrics("odd", Samples.Gauge("nan", double.NaN), Samples.Gauge("infinite", double.PositiveInfinity), Samples.Histogram("h", [1, 2], [1]), new Metric { Name = "none" }),
            _dashboard.Headers);

        Assert.Equal("77", (await SpanAsync(2, 1)).GetProperty("kind").GetString());
        Assert.Equal(
            ["Critical", "Unspecified", "Unspecified"],
            (await _dashboard.GetAsync("logs?resource=odd")).GetProperty("logs").EnumerateArray().Select(log => log.GetProperty("level").GetString()!).Order());
        foreach (var instrument in new[] { "nan", "infinite", "h" })
        {
            var data = await _dashboard.GetAsync($"metrics/data?resource=odd&meter=Digits.Test&instrument={instrument}&minutes=NaN");
            Assert.Equal(instrument, data.GetProperty("name").GetString());
        }
    }

    [Fact]
    public async Task Parents_InACircleOrTwice_AreShownOnceEach()
    {
        await _dashboard.Traces.ExportAsync(
            Samples.Spans("circle", [Samples.Span(3, 1, parent: 2), Samples.Span(3, 2, parent: 1), Samples.Span(3, 3, parent: 3), Samples.Span(3, 3, parent: 1), Samples.Span(3, 4, parent: 77)]),
            _dashboard.Headers);

        var trace = await _dashboard.GetAsync($"traces/{Convert.ToHexStringLower(Samples.TraceId(3).Span)}");

        Assert.Equal(5, trace.GetProperty("spans").GetArrayLength());
    }

    [BrowserFact]
    public async Task Page_MarkupInEveryName_IsText()
    {
        const string Markup = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>";
        var span = Samples.Span(4, 1, name: Markup);
        span.Attributes.Add(Samples.Attribute(Markup, Markup));
        await _dashboard.Traces.ExportAsync(Samples.Spans(Markup, [span]), _dashboard.Headers);
        await _dashboard.Logs.ExportAsync(Samples.Records(Markup, [Samples.Record(Markup)]), _dashboard.Headers);
        await _dashboard.Metrics.ExportAsync(Samples.Metrics(Markup, Samples.Counter(Markup, 1, Samples.Attribute(Markup, Markup))), _dashboard.Headers);
        await using var browser = await DashboardBrowser.OpenAsync(_dashboard);
        var page = browser.Page;

        await browser.GoToAsync("/traces");
        await page.GetByTestId("traces").GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByTestId("waterfall").Locator("[data-span]").First.ClickAsync();
        await Expect(page.Locator(".details")).ToContainTextAsync(Markup);
        await browser.GoToAsync("/structuredlogs");
        await page.GetByTestId("logs").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.Locator(".details")).ToContainTextAsync(Markup);
        await browser.GoToAsync("/metrics");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Instruments" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator(".instrument h2")).ToHaveTextAsync(Markup);
        await Expect(page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(1);

        Assert.NotEqual("broken", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("main img").CountAsync());
        Assert.Empty(browser.Faults);
    }

    private Task<JsonElement> SpanAsync(ulong trace, ulong span) =>
        _dashboard.GetAsync($"traces/{Convert.ToHexStringLower(Samples.TraceId(trace).Span)}/spans/{Convert.ToHexStringLower(Samples.SpanId(span).Span)}");
}
