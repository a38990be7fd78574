using Digits.Imaging;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Errors;
using Digits.Tests;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Tests;

/// <summary>What is under way at once is bounded, and nobody who stands still keeps others waiting.</summary>
public sealed class LimitTests
{
    // Far more than a connection's windows and buffers hold.
    private const int ManySamples = 40_000;

    [Fact]
    public async Task StreamSamples_BeyondTheLimit_IsRefusedWithTheTimeToTryAgain()
    {
        using var processing = new ProcessingFixture(("Limits:SampleStreams", "1"), ("Limits:QueuedSampleStreams", "0"));
        await ImportAsync(processing, ManySamples);
        using var unread = Stream(processing);
        Assert.True(await unread.ResponseStream.MoveNext(CancellationToken.None));

        var refused = await Assert.ThrowsAsync<RpcException>(() => processing.ReadAsync("a", Part.Test));

        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_STREAMS"), (refused.StatusCode, RpcErrors.Reason(refused)));
        Assert.Equal(TimeSpan.FromSeconds(10), RpcErrors.RetryAfter(refused));
    }

    [Fact]
    public async Task StreamSamples_ReaderGone_LeavesItsPlaceToTheNext()
    {
        using var processing = new ProcessingFixture(("Limits:SampleStreams", "1"), ("Limits:QueuedSampleStreams", "1"));
        await ImportAsync(processing, ManySamples);
        var unread = Stream(processing);
        Assert.True(await unread.ResponseStream.MoveNext(CancellationToken.None));
        var waiting = processing.ReadAsync("a", Part.Test);
        Assert.False(waiting.IsCompleted);

        unread.Dispose();

        Assert.Equal(ManySamples / 5, (await waiting).Classes.Length);
    }

    [Fact]
    public async Task StreamSamples_ReaderStandsStill_IsCutOff()
    {
        using var processing = new ProcessingFixture(
            ("Limits:SampleStreams", "1"), ("Limits:QueuedSampleStreams", "1"), ("Limits:Patience", "00:00:00.5"));
        await ImportAsync(processing, ManySamples);
        using var unread = Stream(processing);
        Assert.True(await unread.ResponseStream.MoveNext(CancellationToken.None));

        // It gets its turn although the one before never reads on and never hangs up.
        Assert.Equal(ManySamples / 5, (await processing.ReadAsync("a", Part.Test)).Classes.Length);
    }

    [Fact]
    public async Task ImportDataset_BeyondTheLimit_IsRefusedAndTheOthersGoOn()
    {
        using var processing = new ProcessingFixture(("Limits:Uploads", "1"), ("Limits:Queued", "0"));
        using var first = processing.Client.ImportDataset();
        await first.RequestStream.WriteAsync(new ImportDatasetRequest { Settings = new ImportSettings { Name = "a" } });
        await WorkFolderAsync(processing);

        var refused = await Assert.ThrowsAsync<RpcException>(() => ImportAsync(processing, 50));

        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_UPLOADS"), (refused.StatusCode, RpcErrors.Reason(refused)));
        Assert.NotNull(RpcErrors.RetryAfter(refused));
        foreach (var piece in ProcessingFixture.Chunks("images", IdxBytes.Images(50)).Concat(ProcessingFixture.Chunks("labels", IdxBytes.Labels(50))))
        {
            await first.RequestStream.WriteAsync(piece);
        }

        await first.RequestStream.CompleteAsync();
        Assert.Equal("a", (await first).Dataset.Name);
    }

    [Fact]
    public async Task ImportDataset_SilentUpload_IsEnded()
    {
        using var processing = new ProcessingFixture(("Limits:Patience", "00:00:00.3"));
        using var call = processing.Client.ImportDataset();
        await call.RequestStream.WriteAsync(new ImportDatasetRequest { Settings = new ImportSettings { Name = "a" } });

        var refusal = await Refusal.OfAsync(async () => await call);

        Assert.Equal((StatusCode.Aborted, "UPLOAD_SILENT"), (refusal.Code, refusal.Reason));
        Assert.Empty(processing.FilesIn("work"));
    }

    [Fact]
    public async Task NormalizeImage_BeyondTheLimit_IsRefusedBeforeItsMessageIsRead()
    {
        using var processing = new ProcessingFixture(("Limits:Pictures", "1"), ("Limits:Queued", "0"));
        var picture = new NormalizeImageRequest { Png = ByteString.CopyFrom(PngEncoder.Encode(new GrayImage(2000, 2000, Drawing(2000)))) };

        var calls = Enumerable.Range(0, 16).Select(_ => processing.Client.NormalizeImageAsync(picture).ResponseAsync).ToArray();
        var ends = await Task.WhenAll(calls.Select(call => Record.ExceptionAsync(() => call)));

        var refusals = ends.OfType<RpcException>().ToList();
        Assert.NotEmpty(refusals);
        Assert.Contains(null, ends);
        Assert.All(refusals, refused =>
        {
            Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_PICTURES"), (refused.StatusCode, RpcErrors.Reason(refused)));
            Assert.Equal(TimeSpan.FromSeconds(1), RpcErrors.RetryAfter(refused));
        });
    }

    [Theory]
    [InlineData("PIECE_EMPTY", "name", "nothing")]
    [InlineData("PIECE_EMPTY", "settings", "nothing")]
    [InlineData("PIECE_EMPTY", "nothing")]
    [InlineData("FILE_NAME_MISSING", "data")]
    [InlineData("FILE_NAME_MISSING", "settings", "slashes")]
    [InlineData("FILE_NAME_MISSING", "name", "slashes")]
    [InlineData("FILE_SENT_TWICE", "name", "data", "name")]
    [InlineData("NAME_REQUIRED", "name", "data")]
    [InlineData("FILES_MISSING", "settings")]
    [InlineData("FILES_MISSING", "settings", "settings")]
    [InlineData("NAME_REQUIRED")]
    [InlineData("FILE_EMPTY", "settings", "name")]
    [InlineData("FILE_EMPTY", "settings", "name", "empty", "empty")]
    public async Task ImportDataset_PiecesOutOfOrder_AreRefused(string reason, params string[] pieces)
    {
        using var processing = new ProcessingFixture();

        var refusal = await Refusal.OfAsync(() => processing.SendAsync(pieces.Select(Piece)));

        Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task ImportDataset_EndlessSettings_AreRefused()
    {
        using var processing = new ProcessingFixture();
        var pieces = Enumerable.Range(0, 20).Select(piece =>
        {
            var settings = new ImportSettings { Name = "a" };
            for (var label = 0; label < 10_000; label++)
            {
                settings.LabelMap[$"{piece}-{label}-{new string('x', 60)}"] = "7";
            }

            return new ImportDatasetRequest { Settings = settings };
        });

        var refusal = await Refusal.OfAsync(() => processing.SendAsync(pieces));

        Assert.Equal((StatusCode.InvalidArgument, "SETTINGS_TOO_LARGE"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task GenerateDataset_WithoutName_FailsBeforeTheFirstMessage()
    {
        using var processing = new ProcessingFixture();
        using var call = processing.Client.GenerateDataset(new GenerateDatasetRequest());

        var refusal = await Refusal.OfAsync(async () => await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal((StatusCode.InvalidArgument, "NAME_REQUIRED"), (refusal.Code, refusal.Reason));
    }

    private static ImportDatasetRequest Piece(string kind) => kind switch
    {
        "settings" => new ImportDatasetRequest { Settings = new ImportSettings { Name = "a" } },
        "name" => new ImportDatasetRequest { Files = new FileChunk { FileName = "images" } },
        "slashes" => new ImportDatasetRequest { Files = new FileChunk { FileName = "///" } },
        "data" => new ImportDatasetRequest { Files = new FileChunk { Data = ByteString.CopyFromUtf8("x") } },
        "empty" => new ImportDatasetRequest { Files = new FileChunk() },
        _ => new ImportDatasetRequest(),
    };

    private static byte[] Drawing(int side)
    {
        var pixels = new byte[side * side];
        for (var row = side / 4; row < side / 2; row++)
        {
            pixels.AsSpan((row * side) + (side / 3), side / 10).Fill(255);
        }

        return pixels;
    }

    // The upload has its place once its folder is there.
    private static async Task WorkFolderAsync(ProcessingFixture processing)
    {
        using var watcher = new FileSystemWatcher(Path.Combine(processing.DataVolume, "work"));
        var made = new TaskCompletionSource();
        watcher.Created += (_, _) => made.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (Directory.EnumerateDirectories(Path.Combine(processing.DataVolume, "work")).Any())
        {
            return;
        }

        await made.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static AsyncServerStreamingCall<StreamSamplesResponse> Stream(ProcessingFixture processing) =>
        processing.Client.StreamSamples(new StreamSamplesRequest { Dataset = "a", Part = Part.Train });

    private static Task<Dataset> ImportAsync(ProcessingFixture processing, int count) =>
        processing.ImportAsync("a", ("images", IdxBytes.Images(count)), ("labels", IdxBytes.Labels(count)));
}
