using Digits.Processing.V1;
using Digits.Tests;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class BadUploadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ProcessingFixture _processing = new(
        ("Import:MaxFiles", "4"), ("Import:MaxUploadBytes", "200000"), ("Import:MaxSamples", "100"));

    public void Dispose()
    {
        // Whatever a test does, a refused upload leaves nothing behind.
        Assert.Empty(_processing.FilesIn("work"));
        Assert.Empty(_processing.FilesIn("datasets"));
        Assert.Empty(_processing.Client.ListDatasets(new ListDatasetsRequest()).Datasets);
        _processing.Dispose();
    }

    [Theory]
    [InlineData("MNIST")]
    [InlineData("../up")]
    [InlineData(".hidden")]
    [InlineData("two words")]
    [InlineData("line\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task ImportDataset_BadName_IsRefused(string name)
    {
        var refusal = await RefusalOfAsync(name, Images(4), Labels(4));

        Assert.Equal((StatusCode.InvalidArgument, "NAME_INVALID"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task ImportDataset_NoName_IsRefused() =>
        Assert.Equal("NAME_REQUIRED", (await RefusalOfAsync("", Images(4), Labels(4))).Reason);

    [Fact]
    public async Task ImportDataset_NoFiles_IsRefused() => Assert.Equal("FILES_MISSING", (await RefusalOfAsync("a")).Reason);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public async Task ImportDataset_BadRatio_IsRefused(double ratio)
    {
        var settings = new ImportSettings { Name = "a", SplitRatio = ratio };
        var refusal = await Refusal.OfAsync(() => _processing.ImportAsync(settings, Images(4), Labels(4)));

        Assert.Equal("SPLIT_RATIO_OUT_OF_RANGE", refusal.Reason);
    }

    [Fact]
    public async Task ImportDataset_FileOfNoKnownKind_NamesIt()
    {
        var refusal = await RefusalOfAsync("a", ("folder/cat.tif", [.. "MM\0*"u8, 0, 0, 0, 8]), Labels(4));

        Assert.Equal((StatusCode.InvalidArgument, "FILE_UNKNOWN"), (refusal.Code, refusal.Reason));
        Assert.StartsWith("cat.tif is a file in the format TIFF. Sav", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportDataset_CutAtAnyPlace_IsRefused()
    {
        var images = IdxBytes.Gzip(IdxBytes.Images(count: 3));
        for (var length = 0; length < images.Length; length += 37)
        {
            var refusal = await RefusalOfAsync("a", ("images", images[..length]), Labels(3));

            Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
            Assert.StartsWith("images ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(FaultySets))]
    public async Task ImportDataset_FaultySet_IsRefusedWithItsReason(string reason, FileSet files)
    {
        var refusal = await RefusalOfAsync("a", [.. files.Files]);

        Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
    }

    public static TheoryData<string, FileSet> FaultySets() => new()
    {
        { "COUNT_MISMATCH", new([Images(4), Labels(5)]) },
        { "FILES_UNPAIRED", new([Images(4)]) },
        { "FILES_UNPAIRED", new([Labels(4)]) },
        { "FILES_UNPAIRED", new([Images(4, "train"), Images(4, "test"), Labels(4)]) },
        { "PARTS_UNCLEAR", new([Images(4, "a"), Labels(4, "a"), Images(4, "b"), Labels(4, "b")]) },
        { "PARTS_UNCLEAR", new([Images(4, "train-a"), Labels(4, "train-a"), Images(4, "train-b"), Labels(4, "train-b")]) },
        { "PARTS_DIFFER", new([Images(4, "train"), Labels(4, "test")]) },
        { "FILE_SENT_TWICE", new([Images(4), Images(4)]) },
        { "TOO_MANY_FILES", new([Images(1, "a"), Images(1, "b"), Images(1, "c"), Images(1, "d"), Images(1, "e")]) },
        { "TOO_MANY_SAMPLES", new([Images(101), Labels(101)]) },
        { "TOO_FEW_SAMPLES", new([Images(1), Labels(1)]) },
        { "UPLOAD_TOO_LARGE", new([Images(300), Labels(300)]) },
        { "FILE_EMPTY", new([("images", []), Labels(4)]) },
        { "IDX_EMPTY", new([Images(0), Labels(0)]) },
        { "IDX_BAD_DIMENSIONS", new([("images", IdxBytes.Header(IdxBytes.ImagesMagic, 1, 100_000, 100_000)), Labels(1)]) },
        { "IDX_TRUNCATED", new([("images", IdxBytes.Header(IdxBytes.ImagesMagic, int.MaxValue, 28, 28)), Labels(1)]) },
        { "IDX_TRAILING_BYTES", new([Images(4), ("labels", [.. IdxBytes.Labels(4), 1])]) },
        { "FILE_NAME_MISSING", new([("folder/", IdxBytes.Images(1)), Labels(1)]) },
    };

    [Fact]
    public async Task ImportDataset_ChunkWithoutFile_IsRefused()
    {
        var chunk = new FileChunk { Data = ByteString.CopyFrom(1) };

        var refusal = await Refusal.OfAsync(() => _processing.SendAsync([new() { Files = chunk }]));

        Assert.Equal("FILE_NAME_MISSING", refusal.Reason);
    }

    [Fact]
    public async Task ImportDataset_HugeChunk_IsRefused()
    {
        var chunk = new FileChunk { FileName = "images", Data = ByteString.CopyFrom(new byte[(1 << 20) + 1]) };

        Assert.Equal("CHUNK_TOO_LARGE", (await Refusal.OfAsync(() => _processing.SendAsync([new() { Files = chunk }]))).Reason);
    }

    [Fact]
    public async Task ImportDataset_EmptyPiece_IsRefused() =>
        Assert.Equal("PIECE_EMPTY", (await Refusal.OfAsync(() => _processing.SendAsync([new()]))).Reason);

    [Fact]
    public async Task ImportDataset_BrokenOff_LeavesNothing()
    {
        using var uploads = new FileSystemWatcher(Path.Combine(_processing.DataVolume, "work"));
        var (arrived, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        uploads.Created += (_, _) => arrived.TrySetResult();
        uploads.Deleted += (_, _) => gone.TrySetResult();
        uploads.EnableRaisingEvents = true;

        using (var call = _processing.Client.ImportDataset())
        {
            await call.RequestStream.WriteAsync(new() { Settings = new ImportSettings { Name = "half" } });
            foreach (var piece in ProcessingFixture.Chunks("images", IdxBytes.Images(count: 100)).SkipLast(1))
            {
                await call.RequestStream.WriteAsync(piece);
            }

            await arrived.Task.WaitAsync(Patience);
        }

        await gone.Task.WaitAsync(Patience);
    }

    private Task<Refusal> RefusalOfAsync(string name, params (string Name, byte[] Bytes)[] files) =>
        Refusal.OfAsync(() => _processing.ImportAsync(name, files));

    private static (string Name, byte[] Bytes) Images(int count, string name = "") => ($"{name}-images", IdxBytes.Images(count));

    private static (string Name, byte[] Bytes) Labels(int count, string name = "") => ($"{name}-labels", IdxBytes.Labels(count));

    /// <summary>Wraps the files, whose bytes would make a test's name unreadable.</summary>
    public sealed class FileSet((string Name, byte[] Bytes)[] files)
    {
        public IReadOnlyList<(string Name, byte[] Bytes)> Files => files;

        public override string ToString() => string.Join(", ", files.Select(file => $"{file.Name} ({file.Bytes.Length})"));
    }
}
