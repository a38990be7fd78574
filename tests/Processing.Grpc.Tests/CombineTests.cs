using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Digits.Processing.Tests;

/// <summary>Data sets a and b have 100 train and 30 test samples each, of ten labels; their images all differ.</summary>
public sealed class CombineTests : IDisposable
{
    private readonly ProcessingFixture _processing = new(("Import:MaxSamples", "400"));

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task CombineDatasets_Two_KeepsEverySampleWithItsPartAndLabel()
    {
        var (a, b) = (await ImportAsync("a", seed: 1), await ImportAsync("b", seed: 3));

        var answers = await CombineAsync(Request("both", Of("a"), Of("b")));

        Assert.All(answers, answer => Assert.Equal(260, answer.Count));
        Assert.Equal(0, answers[0].Taken);
        Assert.All(answers.SkipLast(1), answer => Assert.Null(answer.Dataset));
        var (last, dataset) = (answers[^1], answers[^1].Dataset);
        Assert.Equal((200, 0, 60), (dataset.TrainCount, dataset.ValidationCount, dataset.TestCount));
        Assert.Equal(a.Labels, dataset.Labels);
        Assert.Equal([130, 130], last.SourceCounts);
        Assert.Equal(0, last.Moved);
        foreach (var part in (Part[])[Part.Train, Part.Test])
        {
            var expected = (await SamplesAsync("a", part)).Concat(await SamplesAsync("b", part));
            Assert.Equal(expected, await SamplesAsync("both", part));
        }

        var change = dataset.Versions[0];
        Assert.Equal((ChangeKind.Combine, "Ada", 260), (change.Kind, change.Author, change.Added));
        Assert.Equal($"Made of a {a.Version}: 130 of 130 samples; b {b.Version}: 130 of 130 samples", change.Note);
        Assert.Empty(_processing.FilesIn("work"));
    }

    [Theory]
    [InlineData(0.2, null, 26)]
    [InlineData(null, 13, 13)]
    [InlineData(0.5, 39, 39)]
    [InlineData(0.1, 39, 13)]
    [InlineData(1.0, 1000, 130)]
    public async Task CombineDatasets_AShare_TakesEveryPartAndLabelInTheSameRatio(double? share, int? most, int count)
    {
        await ImportAsync("a", seed: 1);
        var source = Of("a");
        if (share is not null)
        {
            source.Share = share.Value;
        }

        if (most is not null)
        {
            source.MaxSamples = most.Value;
        }

        var first = (await CombineAsync(Request("part", source)))[^1].Dataset;

        Assert.Equal(count, first.TrainCount + first.TestCount);
        Assert.InRange(first.TestCount, (count * 30 / 130) - 1, (count * 30 / 130) + 1);
        Assert.All(first.ClassCounts, label => Assert.InRange(label.TrainCount + label.TestCount, (count / 10) - 1, (count / 10) + 2));
        var whole = (await SamplesAsync("a", Part.Train)).ToHashSet();
        Assert.All(await SamplesAsync("part", Part.Train), sample => Assert.Contains(sample, whole));
    }

    [Fact]
    public async Task CombineDatasets_SameSeed_TakesTheSameSamplesAndAnotherSeedOthers()
    {
        await ImportAsync("a", seed: 1);

        var first = await HalfAsync("first", 7);
        var again = await HalfAsync("again", 7);
        var other = await HalfAsync("other", 8);

        Assert.Equal(first.Version, again.Version);
        Assert.NotEqual(first.Version, other.Version);

        async Task<Dataset> HalfAsync(string name, uint seed)
        {
            var source = Of("a");
            source.Share = 0.5;
            var request = Request(name, source);
            request.Seed = seed;
            return (await CombineAsync(request))[^1].Dataset;
        }
    }

    [Fact]
    public async Task CombineDatasets_OneSource_FiltersAndRelabels()
    {
        await ImportAsync("a", seed: 1);
        var source = Of("a");
        source.Labels.Add(["0", "3", "7"]);
        source.LabelMap.Add("0", "O");
        source.LabelMap.Add("7", "3");

        var dataset = (await CombineAsync(Request("some", source)))[^1].Dataset;

        Assert.Equal(["3", "O"], dataset.Labels);
        Assert.Equal([(20, 6), (10, 3)], dataset.ClassCounts.Select(count => (count.TrainCount, count.TestCount)));
        Assert.EndsWith("39 of 130 samples, only 0 3 7, 0 as O 7 as 3", dataset.Versions[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CombineDatasets_EqualImagesInTrainAndTest_ComeIntoTest()
    {
        await ImportAsync("a", seed: 1);

        // The test images of a are the first train images of b.
        var test = IdxBytes.Images(count: 30, seed: 2);
        var train = IdxBytes.Images(count: 100, seed: 4);
        test.AsSpan(16).CopyTo(train.AsSpan(16));
        await _processing.ImportAsync(
            "b",
            ("train-images-idx3-ubyte", train),
            ("train-labels-idx1-ubyte", IdxBytes.Labels(count: 100)),
            ("t10k-images-idx3-ubyte", IdxBytes.Images(count: 10, seed: 5)),
            ("t10k-labels-idx1-ubyte", IdxBytes.Labels(count: 10)));

        var last = (await CombineAsync(Request("both", Of("b"), Of("a"))))[^1];

        Assert.Equal(30, last.Moved);
        Assert.Equal((170, 70), (last.Dataset.TrainCount, last.Dataset.TestCount));
        var judged = (await _processing.ReadAsync("both", Part.Test)).Pixels.Chunk(784).Select(Convert.ToHexString).ToHashSet();
        var learned = (await _processing.ReadAsync("both", Part.Train)).Pixels.Chunk(784).Select(Convert.ToHexString);
        Assert.DoesNotContain(learned, judged.Contains);
    }

    [Fact]
    public async Task CombineDatasets_AnEarlierVersion_IsRead()
    {
        var first = await ImportAsync("a", seed: 1);
        var listed = await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", PageSize = 60 });
        await _processing.Client.RemoveSamplesAsync(
            new RemoveSamplesRequest { Dataset = "a", Numbers = { listed.Samples.Select(sample => sample.Number) } });
        var earlier = Of("a");
        earlier.Version = first.Version;

        var now = (await CombineAsync(Request("now", Of("a"))))[^1].Dataset;
        var then = (await CombineAsync(Request("then", earlier)))[^1].Dataset;

        Assert.Equal((40, 100), (now.TrainCount, then.TrainCount));
        Assert.Equal(first.ContentHash, then.ContentHash);
    }

    [Fact]
    public async Task CombineDatasets_TakenName_IsRefusedReplacedOrAddedTo()
    {
        var a = await ImportAsync("a", seed: 1);
        await ImportAsync("b", seed: 3);

        var refusal = await Refusal.OfAsync(() => CombineAsync(Request("a", Of("b"))));
        Assert.Equal((StatusCode.AlreadyExists, "DATASET_EXISTS"), (refusal.Code, refusal.Reason));
        Assert.Equal(a.Version, (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset.Version);

        var append = Request("a", Of("b"));
        append.Mode = ImportMode.Append;
        var added = (await CombineAsync(append))[^1];
        Assert.Equal((200, 60), (added.Dataset.TrainCount, added.Dataset.TestCount));
        Assert.Equal([130, 130], added.SourceCounts);
        Assert.Equal((130, 0), (added.Dataset.Versions[0].Added, added.Dataset.Versions[0].Removed));
        Assert.Equal(a.Version, added.Dataset.Versions[0].Parent);

        // A data set may be made of itself.
        var own = Of("a");
        own.Labels.Add(["1", "2"]);
        var replace = Request("a", own);
        replace.Mode = ImportMode.Replace;
        var replaced = (await CombineAsync(replace))[^1].Dataset;
        Assert.Equal((40, 12), (replaced.TrainCount, replaced.TestCount));
        Assert.Equal(3, replaced.Versions.Count);
        await _processing.Client.RestoreVersionAsync(new RestoreVersionRequest { Dataset = "a", Version = a.Version });
    }

    [Fact]
    public async Task CombineDatasets_ARestart_KeepsTheDataSetAndItsHistory()
    {
        await ImportAsync("a", seed: 1);
        var made = (await CombineAsync(Request("kept", Of("a"))))[^1].Dataset;

        // Without its catalogue, the folder has to tell.
        _processing.Restart(() =>
        {
            SqliteConnection.ClearAllPools();
            Array.ForEach(Directory.GetFiles(_processing.DataVolume, "datasets.db*"), File.Delete);
        });

        var dataset = (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "kept" })).Dataset;
        Assert.Equal(made.ContentHash, dataset.ContentHash);
        Assert.Equal((ChangeKind.Combine, made.Versions[0].Note), (dataset.Versions[0].Kind, dataset.Versions[0].Note));
        Assert.Equal(100, (await SamplesAsync("kept", Part.Train)).Count);
    }

    [Fact]
    public async Task CombineDatasets_CallerGoes_NothingIsKept()
    {
        await ImportAsync("a", seed: 1);
        using var goes = new CancellationTokenSource();
        using (var call = _processing.Client.CombineDatasets(Request("both", Of("a"), Of("a")), cancellationToken: goes.Token))
        {
            await goes.CancelAsync();
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.ReadAllAsync(CancellationToken.None).LastAsync().AsTask());
        }

        _processing.Restart(() => Assert.Empty(_processing.FilesIn("work")));
    }

    public static TheoryData<string, StatusCode, Action<CombineDatasetsRequest>> WrongRequests { get; } = new()
    {
        { "NAME_REQUIRED", StatusCode.InvalidArgument, request => request.Name = "" },
        { "NAME_INVALID", StatusCode.InvalidArgument, request => request.Name = "../up" },
        { "SOURCES_REQUIRED", StatusCode.InvalidArgument, request => request.Sources.Clear() },
        { "TOO_MANY_SOURCES", StatusCode.InvalidArgument, request => request.Sources.Add(Enumerable.Repeat(Of("a"), 16)) },
        { "CHOICE_UNKNOWN", StatusCode.InvalidArgument, request => request.Mode = (ImportMode)9 },
        { "TEXT_INVALID", StatusCode.InvalidArgument, request => request.Note = new string('x', 501) },
        { "DATASET_NOT_FOUND", StatusCode.NotFound, request => request.Sources[0].Dataset = "nothing" },
        { "NAME_REQUIRED", StatusCode.InvalidArgument, request => request.Sources[0].Dataset = "" },
        { "VERSION_NOT_FOUND", StatusCode.NotFound, request => request.Sources[0].Version = "0123456789abcdef" },
        { "SHARE_OUT_OF_RANGE", StatusCode.InvalidArgument, request => request.Sources[0].Share = 0 },
        { "SHARE_OUT_OF_RANGE", StatusCode.InvalidArgument, request => request.Sources[0].Share = 1.01 },
        { "SHARE_OUT_OF_RANGE", StatusCode.InvalidArgument, request => request.Sources[0].Share = double.NaN },
        { "MAX_SAMPLES_OUT_OF_RANGE", StatusCode.InvalidArgument, request => request.Sources[0].MaxSamples = 0 },
        { "SOURCE_EMPTY", StatusCode.InvalidArgument, request => request.Sources[0].Share = 0.001 },
        { "LABEL_UNKNOWN", StatusCode.InvalidArgument, request => request.Sources[0].Labels.Add("ten") },
        { "LABEL_UNKNOWN", StatusCode.InvalidArgument, request => request.Sources[0].LabelMap.Add("ten", "10") },
        { "LABEL_MAP_INVALID", StatusCode.InvalidArgument, request => request.Sources[0].LabelMap.Add("1", "") },
        { "SINGLE_LABEL", StatusCode.InvalidArgument, request => request.Sources[0].Labels.Add("1") },
        { "TOO_MANY_SAMPLES", StatusCode.InvalidArgument, request => request.Sources.Add(Enumerable.Repeat(Of("a"), 3)) },
    };

    [Theory]
    [MemberData(nameof(WrongRequests))]
    public async Task CombineDatasets_WrongRequest_IsRefusedAndNothingIsKept(
        string reason, StatusCode code, Action<CombineDatasetsRequest> spoil)
    {
        await ImportAsync("a", seed: 1);
        var request = Request("new", Of("a"));
        spoil(request);

        var refusal = await Refusal.OfAsync(() => CombineAsync(request));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        Assert.Equal(["a"], (await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets.Select(dataset => dataset.Name));
        Assert.Empty(_processing.FilesIn("work"));
    }

    [Fact]
    public async Task CombineDatasets_ImagesOfAnotherSize_AreRefused()
    {
        await ImportAsync("a", seed: 1);
        _processing.Restart(settings: [("DIGITS_INPUT_SHAPE", "[20, 20, 1]")]);

        var refusal = await Refusal.OfAsync(() => CombineAsync(Request("new", Of("a"))));

        Assert.Equal((StatusCode.InvalidArgument, "SHAPES_DIFFER"), (refusal.Code, refusal.Reason));
        Assert.Contains("28x28x1", refusal.Message, StringComparison.Ordinal);
    }

    private static CombinationSource Of(string dataset) => new() { Dataset = dataset };

    private static CombineDatasetsRequest Request(string name, params CombinationSource[] sources) =>
        new() { Name = name, Author = "Ada", Sources = { sources } };

    private async Task<List<CombineDatasetsResponse>> CombineAsync(CombineDatasetsRequest request)
    {
        using var call = _processing.Client.CombineDatasets(request);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    private Task<Dataset> ImportAsync(string name, int seed) => _processing.ImportAsync(
        name,
        ("train-images-idx3-ubyte", IdxBytes.Images(count: 100, seed: seed)),
        ("train-labels-idx1-ubyte", IdxBytes.Labels(count: 100)),
        ("t10k-images-idx3-ubyte", IdxBytes.Images(count: 30, seed: seed + 1)),
        ("t10k-labels-idx1-ubyte", IdxBytes.Labels(count: 30)));

    private async Task<List<string>> SamplesAsync(string dataset, Part part)
    {
        var (pixels, classes) = await _processing.ReadAsync(dataset, part);
        return [.. pixels.Chunk(784).Zip(classes, (image, label) => $"{label} {Convert.ToHexString(image)}")];
    }
}
