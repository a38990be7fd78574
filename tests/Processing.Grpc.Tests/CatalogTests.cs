using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class CatalogTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task ListDatasets_Several_GivesTheNewestOfEachByName()
    {
        await ImportAsync("b");
        await ImportAsync("a", seed: 1);
        var newest = await ImportAsync("a", seed: 2);

        var datasets = (await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets;

        Assert.Equal(["a", "b"], datasets.Select(dataset => dataset.Name));
        Assert.Equal(newest, datasets[0]);
    }

    [Fact]
    public async Task GetDataset_OlderVersion_IsStillThere()
    {
        var first = await ImportAsync("a", seed: 1);
        await ImportAsync("a", seed: 2);

        var dataset = (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a", Version = first.Version })).Dataset;

        Assert.Equal((first.Version, first.ContentHash), (dataset.Version, dataset.ContentHash));
        Assert.Equal(2, dataset.Versions.Count);
    }

    [Fact]
    public async Task EveryCall_UnknownDatasetOrVersion_IsNotFound()
    {
        await ImportAsync("known");
        foreach (var (name, version, reason) in new[]
        {
            ("../../etc", "", "DATASET_NOT_FOUND"),
            ("", "", "DATASET_NOT_FOUND"),
            ("known", "0", "VERSION_NOT_FOUND"),
        })
        {
            Func<Task>[] calls =
            [
                async () => await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = name, Version = version }),
                async () => await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = name, Version = version }),
                async () => await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = name, Version = version }),
                () => _processing.ReadAsync(name, Part.Train, version),
            ];
            foreach (var call in calls)
            {
                var refusal = await Refusal.OfAsync(call);
                Assert.Equal((StatusCode.NotFound, reason), (refusal.Code, refusal.Reason));
            }
        }
    }

    [Fact]
    public async Task DeleteDataset_OneVersion_LeavesTheOther()
    {
        var first = await ImportAsync("a", seed: 1);
        var second = await ImportAsync("a", seed: 2);

        await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a", Version = second.Version });

        var left = (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset;
        Assert.Equal(first.Version, Assert.Single(left.Versions).Version);
        Assert.DoesNotContain(_processing.FilesIn("datasets"), path => path.Contains(second.Version));
    }

    [Fact]
    public async Task DeleteDataset_AllVersions_LeavesNothing()
    {
        await ImportAsync("a", seed: 1);
        await ImportAsync("a", seed: 2);

        await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a" });

        Assert.Empty((await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
        Assert.Empty(_processing.FilesIn("datasets"));
    }

    [Fact]
    public async Task DeleteDataset_ThenImportAgain_GivesTheSameVersion()
    {
        var first = await ImportAsync("a");
        await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a" });

        Assert.Equal(first.ContentHash, (await ImportAsync("a")).ContentHash);
    }

    [Fact]
    public async Task DeleteDataset_WhileItIsStreamed_LetsTheStreamEnd()
    {
        await ImportAsync("a", count: 20_000);
        using var call = _processing.Client.StreamSamples(new StreamSamplesRequest { Dataset = "a", Part = Part.Train });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var received = call.ResponseStream.Current.Classes.Count;

        await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a" });

        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            received += call.ResponseStream.Current.Classes.Count;
        }

        Assert.Equal(16_000, received);
    }

    [Fact]
    public async Task Restart_AfterImports_KeepsThem()
    {
        var imported = await ImportAsync("a");
        var samples = await _processing.ReadAsync("a", Part.Train);

        _processing.Restart();

        Assert.Equal(imported, (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset);
        Assert.Equal(samples.Pixels, (await _processing.ReadAsync("a", Part.Train)).Pixels);
    }

    [Fact]
    public async Task Restart_LeftoversOfWork_AreRemoved()
    {
        await ImportAsync("a");
        _processing.Restart(() =>
        {
            // As a process leaves them that dies while it receives, writes a small file or removes a data set.
            foreach (var file in (string[])["work/abc/0000", "work/def", $"datasets/a/records/x.json.{new string('a', 32)}.tmp"])
            {
                var path = Path.Combine(_processing.DataVolume, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "half");
            }
        });

        Assert.Empty(_processing.FilesIn("work"));
        Assert.DoesNotContain(_processing.FilesIn("datasets"), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_processing.DataVolume, "aside")));
    }

    [Fact]
    public async Task ListDatasets_PageByPage_GivesEachOnce()
    {
        foreach (var name in (string[])["c", "a", "e", "b", "d"])
        {
            await ImportAsync(name);
        }

        var all = (await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets;
        var paged = new List<Dataset>();
        var pages = 0;
        var token = "";
        do
        {
            var page = await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest { PageSize = 2, PageToken = token });
            Assert.InRange(page.Datasets.Count, 1, 2);
            paged.AddRange(page.Datasets);
            token = page.NextPageToken;
            pages++;
        }
        while (token.Length > 0);

        Assert.Equal((3, 5), (pages, all.Count));
        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData(-1, "", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData(1001, "", "PAGE_SIZE_OUT_OF_RANGE")]
    [InlineData(0, "%%%", "PAGE_TOKEN_INVALID")]
    [InlineData(0, "Li4", "PAGE_TOKEN_INVALID")]
    public async Task ListDatasets_WrongPage_IsRefused(int size, string token, string reason)
    {
        var refusal = await Refusal.OfAsync(
            async () => await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest { PageSize = size, PageToken = token }));

        Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task EveryCall_VeryLongTexts_AreRefusedInFewWords()
    {
        await ImportAsync("known");
        var text = new string('x', 33_000);
        var client = _processing.Client;
        Func<Task>[] calls =
        [
            async () => await client.GetDatasetAsync(new GetDatasetRequest { Dataset = text }),
            async () => await client.GetDatasetAsync(new GetDatasetRequest { Dataset = "known", Version = text }),
            async () => await client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = text }),
            async () => await client.ListVersionsAsync(new ListVersionsRequest { Dataset = text }),
            async () => await client.ListVersionsAsync(new ListVersionsRequest { Dataset = "known", PageToken = text }),
            async () => await client.CompareVersionsAsync(new CompareVersionsRequest { Dataset = "known", From = text }),
            async () => await client.RestoreVersionAsync(new RestoreVersionRequest { Dataset = "known", Version = text }),
            async () => await client.SplitDatasetAsync(new SplitDatasetRequest { Dataset = text }),
            async () => await client.SplitDatasetAsync(new SplitDatasetRequest { Dataset = "known", Author = text }),
            async () => await client.ListSamplesAsync(new ListSamplesRequest { Dataset = "known", Label = text }),
            async () => await client.ListSamplesAsync(new ListSamplesRequest { Dataset = "known", PageToken = text }),
            async () => await client.ListDatasetsAsync(new ListDatasetsRequest { PageToken = text }),
            async () => await client.GetQualityReportAsync(new GetQualityReportRequest { Dataset = text }),
            async () => await client.RelabelSamplesAsync(
                new RelabelSamplesRequest { Dataset = "known", Labels = { new NewLabel { Number = 1, Label = text } } }),
            () => ImportAsync(text),
            () => _processing.ReadAsync(text, Part.Train),
            async () => await _processing.Corrections.RejectCorrectionsAsync(new RejectCorrectionsRequest { Corrections = { text } }),
            async () => await _processing.Corrections.RejectCorrectionsAsync(new RejectCorrectionsRequest { Corrections = { text, text } }),
            async () => await _processing.Corrections.AcceptCorrectionsAsync(
                new AcceptCorrectionsRequest { Corrections = { "1" }, Labels = { { text, "x" } } }),
        ];

        for (var call = 0; call < calls.Length; call++)
        {
            var refusal = await Refusal.OfAsync(calls[call]);
            Assert.True(refusal.Code is StatusCode.InvalidArgument or StatusCode.NotFound && refusal.Message.Length < 500, $"Call {call}: {refusal}");
        }
    }

    [Fact]
    public void Start_VolumeInUse_IsRefused()
    {
        var fault = Assert.ThrowsAny<Exception>(() => new GrpcServiceFixture<Program>([("DIGITS_DATA_VOLUME", _processing.DataVolume)]));

        Assert.Contains("another Processing.Grpc may be using it", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WrongSettings_NamesThem()
    {
        using var volume = new TempFolder();

        var config = Assert.ThrowsAny<Exception>(() => new GrpcServiceFixture<Program>(
            [("DIGITS_DATA_VOLUME", volume.Path), ("DIGITS_SPLIT_RATIO", "2"), ("DIGITS_ARCHITECTURE", "no-such-preset")]));
        var limits = Assert.ThrowsAny<Exception>(() => new GrpcServiceFixture<Program>(
            [("DIGITS_DATA_VOLUME", volume.Path), ("Import:MaxFiles", "0")]));

        Assert.Contains("split_ratio", config.ToString(), StringComparison.Ordinal);
        Assert.Contains("MaxFiles", limits.ToString(), StringComparison.Ordinal);
    }

    private Task<Dataset> ImportAsync(string name, uint seed = 1, int count = 50) => _processing.ImportAsync(
        new ImportSettings { Name = name, Seed = seed, Mode = ImportMode.Replace },
        ("images", IdxBytes.Images(count)),
        ("labels", IdxBytes.Labels(count)));
}
