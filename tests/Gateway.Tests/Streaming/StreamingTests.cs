using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Digits.Test.V1;
using Grpc.Core;

namespace Digits.Gateway.Tests.Streaming;

public sealed class StreamingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Watch = "/test/v1/shelves/s1:watch";

    [Theory]
    [InlineData(null, "application/x-ndjson")]
    [InlineData("*/*", "application/x-ndjson")]
    [InlineData("application/json", "application/x-ndjson")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("text/*", "text/event-stream")]
    [InlineData("text/event-stream, */*", "text/event-stream")]
    [InlineData("application/x-ndjson;q=0.5, text/event-stream;q=0.6", "text/event-stream")]
    [InlineData("text/event-stream;q=0.5, */*;q=0.8", "application/x-ndjson")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "application/x-ndjson")]
    [InlineData("not a media type", "application/x-ndjson")]
    public async Task Watch_Accept_ChoosesTheFormat(string? accept, string expected)
    {
        gateway.Host.Library.OnWatch = (_, _, _) => Task.CompletedTask;

        using var response = await gateway.Http.SendAsync("GET", Watch, accept is null ? [] : [("Accept", accept)]);

        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/x-ndjson;q=0")]
    public async Task Watch_NothingAcceptable_Is406(string accept)
    {
        using var response = await gateway.Http.SendAsync("GET", Watch, ("Accept", accept));

        var problem = await response.ReadProblemAsync(406);
        Assert.Contains("text/event-stream", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_Ndjson_IsOneObjectALine()
    {
        gateway.Host.Library.OnWatch = SendTwoAsync;

        var body = await gateway.Http.GetStringAsync(new Uri(Watch, UriKind.Relative));

        var lines = body.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
        Assert.Equal("Emma", (string?)JsonNode.Parse(lines[0])!["arrived"]?["title"]);
        Assert.Equal(2, (int)JsonNode.Parse(lines[1])!["sequence"]!);
    }

    [Fact]
    public async Task Watch_ServerSentEvents_CarryIdNameAndData()
    {
        gateway.Host.Library.OnWatch = SendTwoAsync;

        using var response = await gateway.Http.SendAsync("GET", Watch, ("Accept", "text/event-stream"));

        var events = await EventReader.ReadAllAsync(response);
        Assert.Equal(["arrived", "lentOut", "end"], events.Select(read => read.Name));
        Assert.Equal(["1", "2", null], events.Select(read => read.Id));
        Assert.Equal("Emma", (string?)JsonNode.Parse(events[0].Data)!["arrived"]?["title"]);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/api/v1/runs/r:watch", "1,2,3,")]
    [InlineData("/api/v1/runs/r:watch?afterSequence=1", "2,3,")]
    public async Task WatchRun_AfterSequence_LeavesOutWhatIsKnown(string path, string ids)
    {
        using var response = await gateway.Http.SendAsync("GET", path, ("Accept", "text/event-stream"));

        Assert.Equal(ids, string.Join(',', (await EventReader.ReadAllAsync(response)).Select(read => read.Id)));
    }

    [Fact]
    public async Task WatchRun_LastEventId_WinsOverTheAddress()
    {
        using var response = await gateway.Http.SendAsync("GET", "/api/v1/runs/r:watch?afterSequence=1", ("Accept", "text/event-stream"), ("Last-Event-ID", "2"));

        var events = await EventReader.ReadAllAsync(response);
        Assert.Equal(["batch", "end"], events.Select(read => read.Name));
        Assert.Equal("3", events[0].Id);
    }

    [Fact]
    public async Task WatchRun_LastEventIdOfNoEvent_Is400()
    {
        using var response = await gateway.Http.SendAsync("GET", "/api/v1/runs/r:watch", ("Last-Event-ID", "abc"));

        var problem = await response.ReadProblemAsync(400);
        Assert.NotNull(problem["errors"]?["Last-Event-ID"]);
    }

    [Fact]
    public async Task Watch_ErrorBeforeTheFirstMessage_IsAnOrdinaryProblem()
    {
        gateway.Host.Library.OnWatch = (_, _, _) => throw new RpcException(new Status(StatusCode.NotFound, "no shelf"));

        using var response = await gateway.Http.SendAsync("GET", Watch, ("Accept", "text/event-stream"));

        Assert.Equal("no shelf", (string?)(await response.ReadProblemAsync(404))["detail"]);
    }

    [Fact]
    public async Task Watch_ErrorAfterAnEvent_IsAnErrorEvent()
    {
        gateway.Host.Library.OnWatch = SendOneAndFailAsync;

        using var response = await gateway.Http.SendAsync("GET", Watch, ("Accept", "text/event-stream"));

        var events = await EventReader.ReadAllAsync(response);
        Assert.Equal(["arrived", "error"], events.Select(read => read.Name));
        var problem = JsonNode.Parse(events[1].Data)!;
        Assert.Equal(409, (int)problem["status"]!);
        Assert.Equal("ABORTED", (string?)problem["code"]);
        Assert.Equal("shelf moved", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Watch_ErrorAfterALine_IsAnErrorLine()
    {
        gateway.Host.Library.OnWatch = SendOneAndFailAsync;

        var body = await gateway.Http.GetStringAsync(new Uri(Watch, UriKind.Relative));

        var lines = body.Split('\n');
        Assert.Equal("shelf moved", (string?)JsonNode.Parse(lines[1])!["error"]?["detail"]);
        Assert.Equal("", lines[2]);
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("text/event-stream")]
    public async Task Watch_FailsAfterHeadersAndBeforeTheFirstMessage_IsAnOrdinaryProblem(string accept)
    {
        gateway.Host.Library.OnWatch = async (_, _, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await Task.Delay(TimeSpan.FromMilliseconds(50), context.CancellationToken);
            throw new RpcException(new Status(StatusCode.InvalidArgument, "no name"));
        };

        using var response = await gateway.Http.SendAsync("GET", Watch, ("Accept", accept));

        Assert.Equal("no name", (string?)(await response.ReadProblemAsync(400))["detail"]);
    }

    [Fact]
    public async Task Watch_CallerGoesAway_CallIsCancelled()
    {
        var cancelled = new TaskCompletionSource();
        gateway.Host.Library.OnWatch = async (_, stream, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            await stream.WriteAsync(new WatchShelfResponse { Sequence = 1 });
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };

        using (var response = await gateway.Http.SendAsync("GET", Watch))
        {
            using var body = await response.Content.ReadAsStreamAsync();
            Assert.Equal((byte)'{', body.ReadByte());
        }

        await cancelled.Task;
    }

    [Fact]
    public async Task Watch_SilentStream_ShowsHeartbeats()
    {
        await using var host = await GatewayHost.StartAsync(null, "--Gateway:Heartbeat=00:00:00.020");
        var release = new TaskCompletionSource();
        host.Library.OnWatch = (_, _, _) => release.Task;

        using var response = await host.Http.SendAsync("GET", Watch, ("Accept", "text/event-stream"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var beats = 0;
        while (beats < 3)
        {
            beats += await reader.ReadLineAsync() == ": still here" ? 1 : 0;
        }

        release.SetResult();
        Assert.Contains("event: end", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("*/*")]
    public async Task Download_AsAFile_IsTheBytesAlone(string accept)
    {
        gateway.Host.Library.OnDownload = SendFileAsync;

        using var response = await gateway.Http.SendAsync("GET", "/test/v1/books/b%207:download", ("Accept", accept));

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("b 7", response.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("one two", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Download_MessagesNameTheFile_IsSavedUnderThatName()
    {
        gateway.Host.Library.OnDownload = async stream =>
        {
            await stream.WriteAsync(new DownloadBookResponse { FileName = "emma-1.txt" });
            await SendFileAsync(stream);
        };

        using var response = await gateway.Http.SendAsync("GET", "/test/v1/books/7:download");

        Assert.Equal("emma-1.txt", response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("one two", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Download_NothingSent_IsAnEmptyFile()
    {
        gateway.Host.Library.OnDownload = _ => Task.CompletedTask;

        using var response = await gateway.Http.SendAsync("GET", "/test/v1/books/7:download");

        Assert.Equal("7", response.Content.Headers.ContentDisposition?.FileName);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Download_AsNdjson_IsBase64()
    {
        gateway.Host.Library.OnDownload = SendFileAsync;

        using var response = await gateway.Http.SendAsync("GET", "/test/v1/books/7:download", ("Accept", "application/x-ndjson"));

        var first = (await response.Content.ReadAsStringAsync()).Split('\n')[0];
        Assert.Equal("b25lIA==", (string?)JsonNode.Parse(first)!["data"]);
    }

    [Fact]
    public async Task Download_BreaksOff_CallerSeesTheFileIsNotWhole()
    {
        gateway.Host.Library.OnDownload = async stream =>
        {
            await SendFileAsync(stream);
            throw new RpcException(new Status(StatusCode.DataLoss, "disk"));
        };

        // The reset may overtake the answer's beginning.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => gateway.Http.GetStringAsync(new Uri("/test/v1/books/7:download", UriKind.Relative)));
    }

    [Fact]
    public async Task Watch_CompressionOffered_IsSentPlain()
    {
        gateway.Host.Library.OnWatch = SendTwoAsync;

        using var response = await gateway.Http.SendAsync("GET", Watch, ("Accept", "text/event-stream"), ("Accept-Encoding", "gzip, br"));

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(new MediaTypeHeaderValue("text/event-stream"), response.Content.Headers.ContentType);
    }

    private static async Task SendFileAsync(IServerStreamWriter<DownloadBookResponse> stream)
    {
        await stream.WriteAsync(new DownloadBookResponse { Data = Google.Protobuf.ByteString.CopyFromUtf8("one ") });
        await stream.WriteAsync(new DownloadBookResponse { Data = Google.Protobuf.ByteString.CopyFromUtf8("two") });
    }

    private static async Task SendTwoAsync(WatchShelfRequest request, IServerStreamWriter<WatchShelfResponse> stream, ServerCallContext context)
    {
        await stream.WriteAsync(new WatchShelfResponse { Sequence = 1, Arrived = new Book { Title = "Emma" } });
        await stream.WriteAsync(new WatchShelfResponse { Sequence = 2, LentOut = new Book { Title = "line\nbreak" } });
    }

    private static async Task SendOneAndFailAsync(WatchShelfRequest request, IServerStreamWriter<WatchShelfResponse> stream, ServerCallContext context)
    {
        await stream.WriteAsync(new WatchShelfResponse { Sequence = 1, Arrived = new Book() });
        throw new RpcException(new Status(StatusCode.Aborted, "shelf moved"));
    }
}
