using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Dashboard.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using OpenTelemetry.Proto.Metrics.V1;

namespace Aspire.Dashboard.Tests;

/// <summary>Sending telemetry to the process, and finding it where the page looks.</summary>
[Collection(DashboardGroup.Name)]
public sealed class OtlpTests(DashboardFixture fixture)
{
    private readonly DashboardProcess _dashboard = fixture.Dashboard;

    [Fact]
    public async Task Export_Spans_AreATraceOverAllResources()
    {
        await _dashboard.Traces.ExportAsync(Samples.Spans("otlp-front", [Samples.Span(100, 1, name: "GET /"), Samples.Span(100, 2, parent: 1, name: "call")]), _dashboard.Headers);
        var failed = Samples.Span(100, 3, parent: 2, name: "digits.predict");
        failed.Status = new() { Code = OpenTelemetry.Proto.Trace.V1.Status.Types.StatusCode.Error, Message = "no model" };
        failed.Attributes.Add(Samples.Attribute("model", "digits"));
        failed.Events.Add(new OpenTelemetry.Proto.Trace.V1.Span.Types.Event { Name = "exception", TimeUnixNano = Samples.Now, Attributes = { Samples.Attribute("exception.type", "IOException") } });
        failed.Links.Add(new OpenTelemetry.Proto.Trace.V1.Span.Types.Link { TraceId = Samples.TraceId(100), SpanId = Samples.SpanId(1) });
        await _dashboard.Traces.ExportAsync(Samples.Spans("otlp-back", [failed]), _dashboard.Headers);
        var id = Convert.ToHexStringLower(Samples.TraceId(100).Span);

        var trace = await _dashboard.GetAsync($"traces/{id}");

        Assert.Equal("GET /", trace.GetProperty("summary").GetProperty("name").GetString());
        Assert.Equal(
            [("otlp-front", "GET /", 0, false), ("otlp-front", "call", 1, false), ("otlp-back", "digits.predict", 2, true)],
            trace.GetProperty("spans").EnumerateArray().Select(span => (
                span.GetProperty("resource").GetString(), span.GetProperty("name").GetString(),
                span.GetProperty("depth").GetInt32(), span.GetProperty("isError").GetBoolean())));
        var span = await _dashboard.GetAsync($"traces/{id}/spans/{Convert.ToHexStringLower(Samples.SpanId(3).Span)}");
        Assert.Equal("no model", span.GetProperty("statusMessage").GetString());
        Assert.Equal("digits", span.GetProperty("attributes").GetProperty("model").GetString());
        Assert.Equal("IOException", span.GetProperty("events")[0].GetProperty("attributes").GetProperty("exception.type").GetString());
        Assert.True(span.GetProperty("links")[0].GetProperty("isKept").GetBoolean());
        var list = await _dashboard.GetAsync("traces?resource=otlp-back&errors=true&text=PREDICT");
        Assert.Equal(id, Assert.Single(list.GetProperty("traces").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Export_Logs_AreFoundByLevelTextAttributeAndTrace()
    {
        var warning = Samples.Record("the disk is nearly full", severity: 13);
        warning.Attributes.Add(Samples.Attribute("disk", "/dev/sda1"));
        warning.TraceId = Samples.TraceId(200);
        warning.SpanId = Samples.SpanId(1);
        await _dashboard.Logs.ExportAsync(Samples.Records("otlp-logs", [Samples.Record("all is well"), warning, Samples.Record("details", severity: 5)]), _dashboard.Headers);

        Assert.Equal(["details", "the disk is nearly full", "all is well"], (await MessagesAsync("")).Order(StringComparer.Ordinal).OrderBy(text => text == "details" ? 0 : text[0] == 't' ? 1 : 2));
        Assert.Equal(["the disk is nearly full"], await MessagesAsync("level=Warning"));
        Assert.Equal(["the disk is nearly full"], await MessagesAsync("text=DISK"));
        Assert.Equal(["the disk is nearly full"], await MessagesAsync("attribute=disk%3Dsda"));
        Assert.Equal(2, (await MessagesAsync("attribute=disk!%3Dsda")).Count);
        Assert.Equal(["the disk is nearly full"], await MessagesAsync($"trace={Convert.ToHexStringLower(Samples.TraceId(200).Span)}&span={Convert.ToHexStringLower(Samples.SpanId(1).Span)}"));
        Assert.Empty(await MessagesAsync("trace=nonsense"));
        var log = (await _dashboard.GetAsync("logs?resource=otlp-logs&level=Warning")).GetProperty("logs")[0];
        var details = await _dashboard.GetAsync($"logs/record?resource=otlp-logs&number={log.GetProperty("number").GetInt32()}");
        Assert.Equal("/dev/sda1", details.GetProperty("attributes").GetProperty("disk").GetString());
    }

    [Fact]
    public async Task Export_Metrics_AreInstrumentsWithDimensionsAndExemplars()
    {
        var exemplar = new Exemplar { TimeUnixNano = Samples.Now, AsDouble = 0.7, TraceId = Samples.TraceId(300), SpanId = Samples.SpanId(1) };
        await _dashboard.Metrics.ExportAsync(
            Samples.Metrics(
                "otlp-metrics",
                Samples.Counter("requests", 5, Samples.Attribute("route", "/a")),
                Samples.Histogram("duration", [0.5, 1], [3, 1, 0], exemplar)),
            _dashboard.Headers);

        var resource = (await _dashboard.GetAsync("metrics")).GetProperty("resources").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "otlp-metrics");
        Assert.Equal(["duration", "requests"], resource.GetProperty("meters")[0].GetProperty("instruments").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        var requests = await _dashboard.GetAsync("metrics/data?resource=otlp-metrics&meter=Digits.Test&instrument=requests");
        Assert.Equal("route", requests.GetProperty("dimensions")[0].GetProperty("name").GetString());
        var other = await _dashboard.GetAsync("metrics/data?resource=otlp-metrics&meter=Digits.Test&instrument=requests&filter=route%3D%2Fb");
        Assert.Equal(0, other.GetProperty("selected").GetInt32());
        var duration = await _dashboard.GetAsync("metrics/data?resource=otlp-metrics&meter=Digits.Test&instrument=duration");
        Assert.Equal(Convert.ToHexStringLower(Samples.TraceId(300).Span), duration.GetProperty("exemplars")[0].GetProperty("trace").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another key")]
    public async Task Export_WithoutTheKey_IsRefused(string? key)
    {
        var headers = key is null ? new Metadata() : new Metadata { { "x-otlp-api-key", key } };

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await _dashboard.Logs.ExportAsync(Samples.Records("refused", [Samples.Record("x")]), headers));

        Assert.Equal(StatusCode.Unauthenticated, fault.StatusCode);
        Assert.Contains("x-otlp-api-key", fault.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(await MessagesAsync("", "refused"));
    }

    [Fact]
    public async Task Export_SpanWithoutIdentifiers_IsAPartialSuccess()
    {
        var answer = await _dashboard.Traces.ExportAsync(Samples.Spans("partial", [new(), Samples.Span(400, 1)]), _dashboard.Headers);

        Assert.Equal(1, answer.PartialSuccess.RejectedSpans);
    }

    [Fact]
    public async Task Http_ProtobufPlainOrPacked_IsTaken()
    {
        var bytes = Samples.Records("http-logs", [Samples.Record("over http")]).ToByteArray();
        using var plain = await PostAsync("/v1/logs", new ByteArrayContent(bytes));
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(bytes);
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var small = await PostAsync("/v1/logs", content);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (plain.StatusCode, small.StatusCode));
        Assert.Equal("application/x-protobuf", plain.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["over http", "over http"], await MessagesAsync("", "http-logs"));
    }

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/v1/metrics")]
    [InlineData("/v1/logs")]
    public async Task Http_WhatIsNoProtobuf_IsABadRequest(string path)
    {
        using var answer = await PostAsync(path, new ByteArrayContent([0xff, 0xff, 0xff, 0xff, 0x01]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Http_MoreThanTheLimit_IsTooLargeEvenWhenPacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[50_000_000]);
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await PostAsync("/v1/logs", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Http_WhatIsNotPacked_IsABadRequest()
    {
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await PostAsync("/v1/logs", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Http_WithoutTheKey_IsUnauthorized()
    {
        using var http = new HttpClient { BaseAddress = _dashboard.HttpReceiver };
        using var answer = await http.PostAsync("/v1/logs", new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Ports_Page_IsNotServedWhereTelemetryIsReceivedNorTheOtherWayRound()
    {
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(_dashboard.HttpReceiver, "/login"));
        using var receiver = await _dashboard.Http.PostAsync("v1/logs", new ByteArrayContent([]));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.StatusCode, receiver.StatusCode));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, ByteArrayContent content)
    {
        using var http = new HttpClient { BaseAddress = _dashboard.HttpReceiver };
        http.DefaultRequestHeaders.Add("x-otlp-api-key", DashboardProcess.Key);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        return await http.PostAsync(path, content);
    }

    private async Task<List<string>> MessagesAsync(string query, string resource = "otlp-logs")
    {
        var list = await _dashboard.GetAsync($"logs?resource={resource}&{query}");
        return [.. list.GetProperty("logs").EnumerateArray().Select(log => log.GetProperty("message").GetString()!)];
    }
}
