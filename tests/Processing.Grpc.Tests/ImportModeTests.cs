using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class ImportModeTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Theory]
    [InlineData(ImportMode.Unspecified)]
    [InlineData(ImportMode.Create)]
    public async Task Import_NameThatIsTaken_IsRefusedAndSaysWhatToDo(ImportMode mode)
    {
        var first = await ImportAsync(40, seed: 1);

        var refusal = await Refusal.OfAsync(() => ImportAsync(4, seed: 2, mode));

        Assert.Equal((StatusCode.AlreadyExists, "DATASET_EXISTS"), (refusal.Code, refusal.Reason));
        Assert.Contains("IMPORT_MODE_APPEND", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("IMPORT_MODE_REPLACE", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(first, await GetAsync());
        Assert.Empty(_processing.FilesIn("work"));
        Assert.Equal(2, _processing.FilesIn("datasets/a/images").Length);
    }

    [Fact]
    public async Task Import_SameFilesAgain_IsTheVersionThatIsThereUnlessItHasChanged()
    {
        var first = await ImportAsync(40, seed: 1);

        Assert.Equal(first, await ImportAsync(40, seed: 1));

        await _processing.Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "a", Numbers = { 0 } });
        Assert.Equal("DATASET_EXISTS", (await Refusal.OfAsync(() => ImportAsync(40, seed: 1))).Reason);
        Assert.Equal(first.Version, (await ImportAsync(40, seed: 1, ImportMode.Replace)).Version);
    }

    [Fact]
    public async Task Import_ManyAtOnceThatCreateOneName_OneSucceedsAndItsRetries()
    {
        var imports = Enumerable.Range(0, 12).Select(async index =>
        {
            try
            {
                return (await ImportAsync(60, seed: 1 + (index % 3))).Version;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.AlreadyExists)
            {
                return "";
            }
        });

        var versions = await Task.WhenAll(imports);

        Assert.Equal(8, versions.Count(version => version.Length == 0));
        var kept = Assert.Single(versions.Where(version => version.Length > 0).Distinct());
        Assert.Equal(kept, Assert.Single((await GetAsync()).Versions).Version);
        Assert.Single(_processing.FilesIn("datasets/a/versions"));
    }

    [Fact]
    public async Task Import_Append_AddsToTheNewestVersionAndLeavesWhatIsThere()
    {
        var first = await ImportAsync(50, seed: 1);
        var before = await _processing.ReadAsync("a", Part.Train);

        var second = await ImportAsync(30, seed: 2, ImportMode.Append);

        Assert.Equal((40 + 24, 10 + 6), (second.TrainCount, second.TestCount));
        Assert.Equal((ChangeKind.Import, first.Version, 30, 0, 0), Change(second));
        var after = await _processing.ReadAsync("a", Part.Train);
        Assert.Equal(before.Pixels, after.Pixels[..before.Pixels.Length]);
        Assert.Equal(before.Classes, after.Classes[..before.Classes.Length]);
        _processing.Restart();
        Assert.Equal(second, await GetAsync());
        Assert.Equal(after.Pixels, (await _processing.ReadAsync("a", Part.Train)).Pixels);
    }

    [Fact]
    public async Task Import_Append_KeepsTheLabelsInOrderAndPutsNewOnesBehind()
    {
        await _processing.ImportAsync(Settings(ImportMode.Create, ("0", "m"), ("1", "z")), Files(40, 1, classes: 2));

        var second = await _processing.ImportAsync(Settings(ImportMode.Append, ("0", "z"), ("1", "a"), ("2", "b")), Files(30, 2, classes: 3));

        Assert.Equal(["m", "z", "a", "b"], second.Labels);
        Assert.Equal([20, 30, 10, 10], second.ClassCounts.Select(count => count.TrainCount + count.TestCount));
    }

    [Fact]
    public async Task Import_AppendOfImagesThatAreThere_PutsThemWhereTheirEqualsAre()
    {
        var first = await ImportAsync(50, seed: 1);
        var parts = await PartsAsync();

        var second = await _processing.ImportAsync(
            Settings(ImportMode.Append), ("train-images", IdxBytes.Images(50)), ("train-labels", IdxBytes.Labels(50)), ("test-images", IdxBytes.Images(10, seed: 9)), ("test-labels", IdxBytes.Labels(10)));

        Assert.Equal((first.TrainCount * 2, (first.TestCount * 2) + 10), (second.TrainCount, second.TestCount));
        var after = await PartsAsync();
        Assert.All(Enumerable.Range(0, 50), number => Assert.Equal((parts[number], parts[number]), (after[number], after[50 + number])));
    }

    [Fact]
    public async Task Import_AppendToNothing_BeginsADataset()
    {
        var dataset = await ImportAsync(40, seed: 1, ImportMode.Append);

        Assert.Equal((32, 8, ""), (dataset.TrainCount, dataset.TestCount, dataset.Versions[0].Parent));
    }

    [Fact]
    public async Task Import_AppendOfOneSampleOfANewLabel_GoesToTrain()
    {
        await ImportAsync(40, seed: 1);

        for (var seed = 2; seed < 12; seed++)
        {
            var label = $"new-{seed}";
            var dataset = await _processing.ImportAsync(Settings(ImportMode.Append, ("0", label)), Files(1, seed, classes: 1));
            Assert.Equal((1, 0), Assert.Single(dataset.ClassCounts, count => count.Label == label) is var count ? (count.TrainCount, count.TestCount) : default);
        }
    }

    [Fact]
    public async Task Import_AppendAfterAnUndo_LeadsToTheSameVersionAgain()
    {
        var first = await ImportAsync(50, seed: 1);
        var second = await ImportAsync(30, seed: 2, ImportMode.Append);
        await _processing.Client.RestoreVersionAsync(new RestoreVersionRequest { Dataset = "a", Version = first.Version });

        var again = await ImportAsync(30, seed: 2, ImportMode.Append);

        Assert.Equal(second.Version, again.Version);
        Assert.Equal(4, again.Versions.Count);
        Assert.Equal(4, _processing.FilesIn("datasets/a/images").Length);
    }

    [Fact]
    public async Task Generate_NameThatIsTaken_FollowsTheSameRule()
    {
        var first = await GenerateAsync(100, ImportMode.Unspecified);

        Assert.Equal(first.Version, (await GenerateAsync(100, ImportMode.Unspecified)).Version);
        Assert.Equal("DATASET_EXISTS", (await Refusal.OfAsync(() => GenerateAsync(60, ImportMode.Create))).Reason);
        Assert.Equal("CHOICE_UNKNOWN", (await Refusal.OfAsync(() => GenerateAsync(60, (ImportMode)7))).Reason);
        var grown = await GenerateAsync(60, ImportMode.Append);
        Assert.Equal(160, grown.TrainCount + grown.TestCount);
        var replaced = await GenerateAsync(60, ImportMode.Replace);
        Assert.Equal(60, replaced.TrainCount + replaced.TestCount);
    }

    [Fact]
    public async Task Undo_OfAVersionThatIsNoLongerCurrent_IsRefused()
    {
        var first = await ImportAsync(40, seed: 1);
        var second = await ImportAsync(40, seed: 2, ImportMode.Replace);

        var restored = await Refusal.OfAsync(() => _processing.Client.RestoreVersionAsync(
            new RestoreVersionRequest { Dataset = "a", Version = first.Version, ExpectedCurrent = first.Version }).ResponseAsync);
        var deleted = await Refusal.OfAsync(() => _processing.Client.DeleteDatasetAsync(
            new DeleteDatasetRequest { Dataset = "a", ExpectedCurrent = first.Version }).ResponseAsync);

        Assert.All([restored, deleted], refusal => Assert.Equal((StatusCode.FailedPrecondition, "VERSION_NOT_CURRENT"), (refusal.Code, refusal.Reason)));
        Assert.Equal(second, await GetAsync());
        await _processing.Client.RestoreVersionAsync(new RestoreVersionRequest { Dataset = "a", Version = first.Version, ExpectedCurrent = second.Version });
        await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a", ExpectedCurrent = first.Version });
    }

    private static (ChangeKind, string, int Added, int Removed, int Relabeled) Change(Dataset dataset)
    {
        var change = dataset.Versions[0];
        return (change.Kind, change.Parent, change.Added, change.Removed, change.Relabeled);
    }

    private static ImportSettings Settings(ImportMode mode, params (string From, string To)[] labels)
    {
        var settings = new ImportSettings { Name = "a", Mode = mode };
        Array.ForEach(labels, label => settings.LabelMap.Add(label.From, label.To));
        return settings;
    }

    private static (string, byte[])[] Files(int count, int seed, int classes = 10) =>
        [("images", IdxBytes.Images(count, seed: seed)), ("labels", IdxBytes.Labels(count, classes))];

    private Task<Dataset> ImportAsync(int count, int seed, ImportMode mode = ImportMode.Unspecified) =>
        _processing.ImportAsync(Settings(mode), Files(count, seed));

    private async Task<Dataset> GetAsync() => (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset;

    private async Task<Dictionary<int, Part>> PartsAsync()
    {
        var request = new ListSamplesRequest { Dataset = "a", PageSize = 1000 };
        request.Numbers.Add(Enumerable.Range(0, 200));
        return (await _processing.Client.ListSamplesAsync(request)).Samples.ToDictionary(sample => sample.Number, sample => sample.Part);
    }

    private async Task<Dataset> GenerateAsync(int count, ImportMode mode)
    {
        using var call = _processing.Client.GenerateDataset(new GenerateDatasetRequest { Name = "g", Count = count, Seed = 3, Mode = mode });
        Dataset? dataset = null;
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            dataset = message.Dataset ?? dataset;
        }

        return dataset!;
    }
}
