using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Digits.Gateway.Tests.Uploads;

public sealed class UploadTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Donate = "/test/v1/books:donate";

    [Fact]
    public async Task Post_FormWithFieldsAndFiles_FieldsAreSettingsAndFilesArriveWhole()
    {
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;
        var large = RandomNumberGenerator.GetBytes(700_000);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Jane"), "giver" },
            { new ByteArrayContent(large), "files", "large.bin" },
            { new StringContent("3"), "copyCount" },
            { new ByteArrayContent([]), "files", "empty.bin" },
            { new ByteArrayContent("hi"u8.ToArray()), "files", "C:\\books\\small.txt" },
            { new StringContent("GENRE_POETRY"), "genres" },
            { new StringContent("2"), "genres" },
            { new StringContent("1775"), "author.born" },
        };

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), form);

        var answer = await response.ReadJsonAsync();
        var settings = JsonNode.Parse("""
            {"giver": "Jane", "shelf": "", "copyCount": 3, "genres": ["GENRE_POETRY", "GENRE_PROSE"], "author": {"name": "", "born": 1775}}
            """);
        Assert.True(JsonNode.DeepEquals(settings, answer["settings"]), answer.ToJsonString());
        var files = answer["files"]!.AsArray();
        Assert.Equal(["large.bin", "empty.bin", "small.txt"], files.Select(file => (string?)file!["name"]));
        Assert.Equal(["700000", "0", "2"], files.Select(file => (string?)file!["size"]));
        Assert.Equal([3, 1, 1], files.Select(file => (int)file!["chunks"]!));
        Assert.Equal(Hash(large), (string?)files[0]!["sha256"]);
    }

    [Fact]
    public async Task Post_MessageAsJsonField_IsTheSetting()
    {
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"name": "Jane", "born": 1775}"""), "author" },
            { new ByteArrayContent([1]), "files", "a.bin" },
        };

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), form);

        var answer = await response.ReadJsonAsync();
        Assert.Equal("""{"name":"Jane","born":1775}""", answer["settings"]?["author"]?.ToJsonString());
    }

    [Fact]
    public async Task Post_BareFile_SettingsComeFromTheQuery()
    {
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;
        using var content = new ByteArrayContent("hi"u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "a b.gz" };

        using var response = await gateway.Http.PostAsync(new Uri($"{Donate}?giver=Jane&copy_count=2", UriKind.Relative), content);

        var answer = await response.ReadJsonAsync();
        Assert.Equal("Jane", (string?)answer["settings"]?["giver"]);
        Assert.Equal(2, (int)answer["settings"]!["copyCount"]!);
        Assert.Equal("a b.gz", (string?)answer["files"]?[0]?["name"]);
        Assert.Equal(Hash("hi"u8), (string?)answer["files"]?[0]?["sha256"]);
    }

    [Fact]
    public async Task Post_SettingInThePath_IsASetting()
    {
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;
        using var content = new ByteArrayContent([1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        using var response = await gateway.Http.PostAsync(new Uri("/test/v1/shelves/s%201/books:donate", UriKind.Relative), content);

        var answer = await response.ReadJsonAsync();
        Assert.Equal("s 1", (string?)answer["settings"]?["shelf"]);
        Assert.Equal("upload", (string?)answer["files"]?[0]?["name"]);
    }

    [Fact]
    public async Task Post_SixtyFourMebibytes_ArriveWhole()
    {
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;
        const long Length = 64 << 20;
        using var form = new MultipartFormDataContent { { new StreamContent(new PatternStream(Length), 1 << 16), "files", "big.bin" } };

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), form);

        var answer = await response.ReadJsonAsync();
        Assert.Equal("67108864", (string?)answer["files"]?[0]?["size"]);
        Assert.Equal(256, (int)answer["files"]![0]!["chunks"]!);
        using var pattern = new PatternStream(Length);
        Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(pattern)), (string?)answer["files"]?[0]?["sha256"]);
    }

    [Theory]
    [InlineData("bogus", "1", "is not a known field; known are giver, shelf, copyCount, genres, author, and files for files")]
    [InlineData("copyCount", "many", "must be a whole number")]
    [InlineData("author", "Jane", "must be JSON")]
    [InlineData("files", "text", "must be a file with a file name")]
    public async Task Post_WrongField_Is400NamingItAndTheCallIsCancelled(string name, string value, string fault)
    {
        var cancelled = ExpectCancel();
        using var form = new MultipartFormDataContent { { new StringContent("Jane"), "giver" }, { new ByteArrayContent([1]), "files", "a" }, { new StringContent(value), name } };

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), form);

        var problem = await response.ReadProblemAsync(400);
        Assert.Equal(fault, (string?)problem["errors"]?[name]?[0]);
        await cancelled;
    }

    [Fact]
    public async Task Post_FileUnderAnotherName_Is400NamingTheRightOne()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a" } };

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), form);

        Assert.Equal("file is not a field for files; that is files.", (string?)(await response.ReadProblemAsync(400))["detail"]);
    }

    [Theory]
    [InlineData("multipart/form-data", "--x\r\n\r\n--x--")]
    [InlineData("multipart/form-data; boundary=x", "")]
    [InlineData("multipart/form-data; boundary=x", "nothing of a form")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n\r\nno name\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\nbroken off")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=giver\r\n\r\nJane\r\n")]
    public async Task Post_MalformedForm_Is400(string contentType, string body)
    {
        gateway.Host.Library.OnDonate = LibraryGrpcService.KeepAllAsync;
        using var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await gateway.Http.PostAsync(new Uri(Donate, UriKind.Relative), content);

        Assert.Equal("MALFORMED_UPLOAD", (string?)(await response.ReadProblemAsync(400))["reason"]);
    }

    [Fact]
    public async Task Post_EndlessPartHeader_Is400()
    {
        var header = new string('x', 100_000);
        using var response = await gateway.Http.PostAsync(
            new Uri(Donate, UriKind.Relative), Form($"--x\r\nContent-Disposition: form-data; name=giver\r\nX: {header}\r\n\r\nJane\r\n--x--\r\n"));

        Assert.Equal("MALFORMED_UPLOAD", (string?)(await response.ReadProblemAsync(400))["reason"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Post_ContentThatIsNoUpload_Is415(string contentType)
    {
        using var response = await gateway.Http.PostTextAsync(Donate, "{}", contentType);

        await response.ReadProblemAsync(415);
    }

    [Fact]
    public async Task Post_FormWithoutItsEnd_CallIsCancelledNotCompleted()
    {
        var cancelled = ExpectCancel();

        using var response = await gateway.Http.PostAsync(
            new Uri(Donate, UriKind.Relative), Form("--x\r\nContent-Disposition: form-data; name=files; filename=a\r\n\r\n" + new string('y', 300_000)));

        await response.ReadProblemAsync(400);
        await cancelled;
    }

    [Fact]
    public async Task Post_CallerBreaksOff_CallIsCancelled()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = ExpectCancel(reached);
        using (var connection = await RawConnection.OpenAsync(gateway.Http))
        {
            await connection.WriteAsync($"POST {Donate} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: 9999999\r\n\r\n");
            await connection.WriteAsync(new byte[600_000]);

            // Broken off any sooner, the call might not be made at all.
            await reached.Task;
        }

        await cancelled;
    }

    // A client stream that ends in order would let the loop of KeepAllAsync finish; only a cancelled one throws.
    private Task ExpectCancel(TaskCompletionSource? reached = null)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Host.Library.OnDonate = async (stream, context) =>
        {
            reached?.SetResult();
            try
            {
                var response = await LibraryGrpcService.KeepAllAsync(stream, context);
                cancelled.SetException(new InvalidOperationException("The stream ended in order."));
                return response;
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                cancelled.SetResult();
                throw;
            }
        };
        return cancelled.Task;
    }

    private static StringContent Form(string body)
    {
        var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        return content;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
