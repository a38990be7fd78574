using Digits.Processing.V1;
using Digits.Tests;

namespace Digits.Processing.Tests.Versions;

public sealed class HistoryTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    private ProcessingService.ProcessingServiceClient Client => _processing.Client;

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task RestoreVersion_Earlier_BecomesCurrentAndIsTold()
    {
        var first = await ImportAsync(count: 20);
        var second = await RelabelFirstAsync();

        var restored = (await Client.RestoreVersionAsync(
            new RestoreVersionRequest { Dataset = "a", Version = first.Version, Author = "Mika" })).Dataset;

        Assert.Equal((first.Version, first.Version), (restored.Version, restored.CurrentVersion));
        Assert.Equal(first.Version, (await Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset.Version);
        var change = restored.Versions[0];
        Assert.Equal((ChangeKind.Restore, second.Version, "Mika", 1), (change.Kind, change.Parent, change.Author, change.Relabeled));
    }

    [Fact]
    public async Task CompareVersions_ImportedAgainWithAnotherSeed_OnlyMovesSamples()
    {
        var first = await ImportAsync(count: 50, seed: 1);
        var second = await ImportAsync(count: 50, seed: 2);

        var comparison = await Client.CompareVersionsAsync(new CompareVersionsRequest { Dataset = "a" });

        Assert.Equal((first.Version, second.Version), (comparison.From, comparison.To));
        Assert.Equal((0, 0, 0), (comparison.Added, comparison.Removed, comparison.Relabeled));
        Assert.InRange(comparison.Moved, 2, 20);
        Assert.Equal(comparison.Moved, comparison.Differences.Count);
        Assert.All(comparison.Differences, difference => Assert.NotEqual(difference.Sample.Part, difference.OldPart));
        Assert.Equal((0, 0, 0), (second.Versions[0].Added, second.Versions[0].Removed, second.Versions[0].Relabeled));
    }

    [Fact]
    public async Task CompareVersions_EveryKind_ListsThemPageByPage()
    {
        var first = await ImportAsync(count: 20);
        var train = (await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a" })).Samples;
        await Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "a", Numbers = { train[1].Number } });
        await RelabelFirstAsync();
        await Client.AddSamplesAsync(new AddSamplesRequest { Dataset = "a", Samples = { Drawings.Sample(1, "x", Part.Train) } });
        var request = new CompareVersionsRequest { Dataset = "a", From = first.Version, PageSize = 2 };

        var page = await Client.CompareVersionsAsync(request);
        request.PageToken = page.NextPageToken;
        var rest = await Client.CompareVersionsAsync(request);

        Assert.Equal((1, 1, 1, 0), (page.Added, page.Removed, page.Relabeled, page.Moved));
        Assert.Equal((2, ""), (page.Differences.Count, rest.NextPageToken));
        var differences = page.Differences.Concat(rest.Differences).ToDictionary(difference => difference.Kind);
        Assert.Equal((train[0].Number, train[0].Label, "9"), Told(differences[DifferenceKind.Relabeled]));
        Assert.Equal((train[1].Number, "", train[1].Label), Told(differences[DifferenceKind.Removed]));
        Assert.Equal((20, "", "x"), Told(differences[DifferenceKind.Added]));
        Assert.Equal(train[1].Thumbnail, differences[DifferenceKind.Removed].Sample.Thumbnail);

        request = new CompareVersionsRequest { Dataset = "a", From = first.Version, Kind = DifferenceKind.Added };
        Assert.Equal(DifferenceKind.Added, Assert.Single((await Client.CompareVersionsAsync(request)).Differences).Kind);
    }

    [Fact]
    public async Task ListVersions_PageByPage_GivesEveryChangeOnce()
    {
        await ImportAsync(count: 20);
        for (var number = 0; number < 6; number++)
        {
            await Client.AddSamplesAsync(new AddSamplesRequest { Dataset = "a", Samples = { Drawings.Sample(number, "1") } });
        }

        var request = new ListVersionsRequest { Dataset = "a", PageSize = 3 };
        var changes = new List<DatasetVersion>();
        do
        {
            var page = await Client.ListVersionsAsync(request);
            changes.AddRange(page.Versions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(7, changes.Select(change => change.Version).Distinct().Count());
        Assert.Equal([true, .. Enumerable.Repeat(false, 6)], changes.Select(change => change.Current));
        Assert.Equal(changes.Skip(1).Select(change => change.Version), changes.SkipLast(1).Select(change => change.Parent));
    }

    [Fact]
    public async Task DeleteDataset_CurrentVersion_LeavesTheOneBeforeAndFreesItsImages()
    {
        var first = await ImportAsync(count: 20);
        await _processing.ImportAsync("a", ("images", IdxBytes.Images(30, seed: 9)), ("labels", IdxBytes.Labels(30)));
        var second = await RelabelFirstAsync();
        Assert.Equal(4, _processing.FilesIn("datasets/a/images").Length);

        await Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a", Version = second.Version });
        await Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a", Version = second.Versions[0].Parent });

        var left = (await Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset;
        Assert.Equal((first.Version, first.Version), (left.Version, Assert.Single(left.Versions).Version));
        Assert.Equal(["0000000000.hashes", "0000000000.pixels"], _processing.FilesIn("datasets/a/images"));
        Assert.Equal(16, (await _processing.ReadAsync("a", Part.Train)).Classes.Length);
    }

    [Fact]
    public async Task ListSamples_SkipAndNumbers_GiveWhatTheyName()
    {
        await ImportAsync(count: 200);
        var all = (await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", PageSize = 1000 })).Samples;

        var skipped = await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", Skip = 150, PageSize = 6 });
        var ofLabel = await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", Label = "3", Skip = 10, PageSize = 2 });
        var named = await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", Numbers = { 3, 999, 0, 199 } });
        var beyond = await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", Skip = 1_000_000 });

        Assert.Equal(all.Skip(150).Take(6), skipped.Samples);
        Assert.NotEmpty(skipped.NextPageToken);
        Assert.Equal(all.Where(sample => sample.Label == "3").Skip(10).Take(2), ofLabel.Samples);
        Assert.Equal([3, 0, 199], named.Samples.Select(sample => sample.Number));
        Assert.Equal((0, ""), (beyond.Samples.Count, beyond.NextPageToken));
    }

    private static (int Number, string OldLabel, string Label) Told(Difference difference) =>
        (difference.Sample.Number, difference.OldLabel, difference.Sample.Label);

    private Task<Dataset> ImportAsync(int count, uint seed = 0) => _processing.ImportAsync(
        new ImportSettings { Name = "a", Seed = seed, Mode = ImportMode.Replace }, ("images", IdxBytes.Images(count)), ("labels", IdxBytes.Labels(count)));

    private async Task<Dataset> RelabelFirstAsync()
    {
        var first = (await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", PageSize = 1 })).Samples[0];
        var label = new NewLabel { Number = first.Number, Label = first.Label == "9" ? "8" : "9" };
        return (await Client.RelabelSamplesAsync(new RelabelSamplesRequest { Dataset = "a", Labels = { label } })).Dataset;
    }
}
