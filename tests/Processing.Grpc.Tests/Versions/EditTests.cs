using Digits.Processing.V1;
using Grpc.Core;

namespace Digits.Processing.Tests.Versions;

public sealed class EditTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    private ProcessingService.ProcessingServiceClient Client => _processing.Client;

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task AddSamples_NothingThere_BeginsADataset()
    {
        var request = new AddSamplesRequest { Dataset = "mine", Author = "Mika", Note = "first try" };
        request.Samples.Add([Drawings.Sample(1, "お", Part.Train), Drawings.Sample(2, "7", Part.Test), Drawings.Sample(3, "10", Part.Train)]);

        var response = await Client.AddSamplesAsync(request);

        Assert.Equal(["7", "10", "お"], response.Dataset.Labels);
        Assert.Equal([0, 1, 2], response.Numbers);
        Assert.Equal((2, 0, 1), (response.Dataset.TrainCount, response.Dataset.ValidationCount, response.Dataset.TestCount));
        var change = Assert.Single(response.Dataset.Versions);
        Assert.Equal((ChangeKind.Add, "", 3, "Mika", "first try", true),
            (change.Kind, change.Parent, change.Added, change.Author, change.Note, change.Current));
        Assert.Equal(["お", "10"], await LabelsAsync(response.Dataset, Part.Train));
    }

    [Fact]
    public async Task AddSamples_OneAfterAnother_ShareAPackAndKeepTheirNumbers()
    {
        for (var number = 0; number < 5; number++)
        {
            if (number == 3)
            {
                _processing.Restart();
            }

            Assert.Equal([number], (await AddAsync((number, "1", Part.Train))).Numbers);
        }

        Assert.Equal(["0000000000.hashes", "0000000000.pixels"], _processing.FilesIn("datasets/mine/images"));
        var samples = (await Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "mine" })).Samples;
        Assert.Equal([0, 1, 2, 3, 4], samples.Select(sample => sample.Number));
        Assert.Equal(samples.Select((_, number) => _processing.Normalized(Drawings.Png(number))), samples.Select(sample => sample.Thumbnail));
    }

    [Fact]
    public async Task AddSamples_EqualImage_ComesWhereItsEqualIs()
    {
        await AddAsync((1, "1", Part.Test));

        var dataset = (await AddAsync((1, "7", Part.Train), (2, "7", Part.Train), (2, "1", Part.Test))).Dataset;

        Assert.Equal((2, 2), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(["1", "7"], await LabelsAsync(dataset, Part.Test));
        Assert.Equal(["7", "1"], await LabelsAsync(dataset, Part.Train));
    }

    [Fact]
    public async Task AddSamples_ContentThatWasThereBefore_GivesTheNumbersOfItsSamples()
    {
        await AddAsync((1, "1", Part.Train));
        var before = await AddAsync((2, "2", Part.Test), (3, "3", Part.Train));
        await Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "mine", Numbers = { before.Numbers } });

        var again = await AddAsync((2, "2", Part.Test), (3, "3", Part.Train));

        Assert.Equal(before.Dataset.Version, again.Dataset.Version);
        Assert.Equal(before.Numbers, again.Numbers);
    }

    [Fact]
    public async Task AddSamples_NoPart_DrawsByTheImageAndTheRatio()
    {
        var request = new AddSamplesRequest { Dataset = "mine" };
        request.Samples.Add(Enumerable.Range(0, 500).Select(number => Drawings.Sample(number, $"{number % 10}")));

        var dataset = (await Client.AddSamplesAsync(request)).Dataset;

        // 0.8 of 500 is expected, standard deviation 9.
        Assert.InRange(dataset.TrainCount, 360, 440);
        Assert.Equal(500, dataset.TrainCount + dataset.TestCount);
    }

    [Fact]
    public async Task RelabelSamples_NewLabel_MakesAVersionAndLeavesTheOld()
    {
        var first = (await AddAsync((1, "1", Part.Train), (2, "2", Part.Train), (3, "3", Part.Test))).Dataset;

        var second = await RelabelAsync((1, "9"));
        var unchanged = await RelabelAsync((1, "9"));

        Assert.Equal(["1", "3", "9"], second.Labels);
        Assert.Equal(["1", "9"], await LabelsAsync(second, Part.Train));
        Assert.Equal(["1", "2"], await LabelsAsync(first, Part.Train));
        Assert.Equal((ChangeKind.Relabel, first.Version, 1, 0), Change(second));
        Assert.Equal(second, unchanged);
    }

    [Fact]
    public async Task RelabelSamples_AndBack_LeadsToTheFirstVersionAgain()
    {
        var first = (await AddAsync((1, "1", Part.Train), (2, "2", Part.Train))).Dataset;
        var second = await RelabelAsync((0, "x"));

        var third = await RelabelAsync((0, "1"));

        Assert.Equal((first.Version, first.ContentHash), (third.Version, third.ContentHash));
        Assert.Equal([first.Version, second.Version, first.Version], third.Versions.Select(version => version.Version));
        Assert.Equal([true, false, false], third.Versions.Select(version => version.Current));
    }

    [Fact]
    public async Task RemoveSamples_Some_KeepsThemInTheVersionBefore()
    {
        var first = (await AddAsync((1, "1", Part.Train), (2, "2", Part.Train), (3, "3", Part.Test))).Dataset;

        var second = (await Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "mine", Numbers = { 0, 2 } })).Dataset;
        var numbers = (await AddAsync((4, "4", Part.Train))).Numbers;

        Assert.Equal((1, 0), (second.TrainCount, second.TestCount));
        Assert.Equal((ChangeKind.Remove, first.Version, 0, 2), Change(second));
        Assert.Equal(["1", "2"], await LabelsAsync(first, Part.Train));
        Assert.Equal([3], numbers);
    }

    [Fact]
    public async Task AddSamples_FirstOfALabel_NeverGoesToTestAlone()
    {
        for (var number = 0; number < 40; number++)
        {
            var dataset = (await AddAsync((number, $"label-{number}", Part.Unspecified))).Dataset;

            Assert.Equal((number + 1, 0), (dataset.TrainCount, dataset.TestCount));
        }
    }

    [Fact]
    public async Task AddSamples_MoreOfALabelThatTrainHas_AreDrawn()
    {
        await AddAsync((1000, "1", Part.Train));

        var parts = (await AddAsync([.. Enumerable.Range(0, 100).Select(number => (number, "1", Part.Unspecified))])).Dataset;

        Assert.InRange(parts.TestCount, 5, 40);
    }

    [Fact]
    public async Task EditSamples_AllKinds_MakeOneVersion()
    {
        var first = (await AddAsync((1, "1", Part.Train), (2, "2", Part.Train), (3, "3", Part.Test))).Dataset;

        var request = new EditSamplesRequest { Dataset = "mine", Author = "Mika", Note = "tidied", Removed = { 0 } };
        request.Relabeled.Add(new NewLabel { Number = 1, Label = "9" });
        request.Added.Add([Drawings.Sample(4, "4", Part.Train), Drawings.Sample(5, "9", Part.Test)]);
        var answer = await Client.EditSamplesAsync(request);

        Assert.Equal([3, 4], answer.Numbers);
        Assert.Equal(["3", "4", "9"], answer.Dataset.Labels);
        Assert.Equal(["9", "4"], await LabelsAsync(answer.Dataset, Part.Train));
        Assert.Equal(["3", "9"], await LabelsAsync(answer.Dataset, Part.Test));
        Assert.Equal(2, answer.Dataset.Versions.Count);
        var change = answer.Dataset.Versions[0];
        Assert.Equal((ChangeKind.Edit, first.Version, 2, 1, 1, "Mika", "tidied"),
            (change.Kind, change.Parent, change.Added, change.Removed, change.Relabeled, change.Author, change.Note));
        _processing.Restart();
        Assert.Equal(answer.Dataset, (await Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "mine" })).Dataset);
    }

    [Fact]
    public async Task EditSamples_OneKind_IsCalledByIt()
    {
        var request = new EditSamplesRequest { Dataset = "mine" };
        request.Added.Add([Drawings.Sample(1, "1", Part.Train), Drawings.Sample(2, "2", Part.Train)]);
        var added = (await Client.EditSamplesAsync(request)).Dataset;
        var relabeled = (await Client.EditSamplesAsync(
            new EditSamplesRequest { Dataset = "mine", Relabeled = { new NewLabel { Number = 0, Label = "5" } } })).Dataset;
        var removed = (await Client.EditSamplesAsync(new EditSamplesRequest { Dataset = "mine", Removed = { 1 } })).Dataset;

        Assert.Equal([ChangeKind.Add, ChangeKind.Relabel, ChangeKind.Remove], new[] { added, relabeled, removed }.Select(one => one.Versions[0].Kind));
    }

    [Fact]
    public async Task EditSamples_BadRequest_ChangesNothing()
    {
        var first = (await AddAsync((1, "1", Part.Train), (2, "2", Part.Train))).Dataset;
        var both = new EditSamplesRequest { Dataset = "mine", Removed = { 0 }, Relabeled = { new NewLabel { Number = 0, Label = "5" } } };
        var missing = new EditSamplesRequest { Dataset = "mine", Removed = { 9 }, Added = { Drawings.Sample(4, "4") } };
        var nowhere = new EditSamplesRequest { Dataset = "none", Removed = { 0 }, Added = { Drawings.Sample(4, "4") } };
        var empty = new EditSamplesRequest { Dataset = "mine" };

        var reasons = new List<string?>();
        foreach (var request in new[] { both, missing, nowhere, empty })
        {
            reasons.Add((await Refusal.OfAsync(() => Client.EditSamplesAsync(request).ResponseAsync)).Reason);
        }

        Assert.Equal(["NUMBER_TWICE", "SAMPLE_NOT_FOUND", "DATASET_NOT_FOUND", "SAMPLES_REQUIRED"], reasons);
        Assert.Equal(first, (await Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "mine" })).Dataset);
        Assert.False(Directory.Exists(Path.Combine(_processing.DataVolume, "datasets/none")));
    }

    [Theory]
    [InlineData("", "1", 1, "NAME_REQUIRED")]
    [InlineData("Bad Name", "1", 1, "NAME_INVALID")]
    [InlineData("mine", "", 1, "LABEL_INVALID")]
    [InlineData("mine", "a\u0007b", 1, "LABEL_INVALID")]
    [InlineData("mine", "1", 0, "SAMPLES_REQUIRED")]
    [InlineData("mine", "1", 1001, "TOO_MANY_NUMBERS")]
    public async Task AddSamples_BadRequest_IsRefused(string dataset, string label, int count, string reason)
    {
        var request = new AddSamplesRequest { Dataset = dataset };
        request.Samples.Add(Enumerable.Repeat(Drawings.Sample(1, label), count));

        var refusal = await Refusal.OfAsync(() => Client.AddSamplesAsync(request).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
        Assert.Empty(_processing.FilesIn("datasets"));
    }

    [Fact]
    public async Task Edits_OfWhatIsNotThere_AreNotFound()
    {
        await AddAsync((1, "1", Part.Train));

        Refusal[] refusals =
        [
            await Refusal.OfAsync(() => RelabelAsync((7, "1"))),
            await Refusal.OfAsync(() => Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "mine", Numbers = { 7 } }).ResponseAsync),
            await Refusal.OfAsync(() => Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "none", Numbers = { 7 } }).ResponseAsync),
            await Refusal.OfAsync(() => Client.SplitDatasetAsync(new SplitDatasetRequest { Dataset = "none" }).ResponseAsync),
            await Refusal.OfAsync(() => Client.RestoreVersionAsync(new RestoreVersionRequest { Dataset = "mine", Version = "x" }).ResponseAsync),
        ];

        Assert.All(refusals, refusal => Assert.Equal(StatusCode.NotFound, refusal.Code));
        Assert.Equal(
            ["SAMPLE_NOT_FOUND", "SAMPLE_NOT_FOUND", "DATASET_NOT_FOUND", "DATASET_NOT_FOUND", "VERSION_NOT_FOUND"],
            refusals.Select(refusal => refusal.Reason));
        Assert.False(Directory.Exists(Path.Combine(_processing.DataVolume, "datasets/none")));
    }

    private static (ChangeKind, string, int Relabeled, int Removed) Change(Dataset dataset)
    {
        var change = dataset.Versions[0];
        return (change.Kind, change.Parent, change.Relabeled, change.Removed);
    }

    private async Task<AddSamplesResponse> AddAsync(params (int Image, string Label, Part Part)[] samples)
    {
        var request = new AddSamplesRequest { Dataset = "mine" };
        request.Samples.Add(samples.Select(sample => Drawings.Sample(sample.Image, sample.Label, sample.Part)));
        return await Client.AddSamplesAsync(request);
    }

    private async Task<Dataset> RelabelAsync(params (int Number, string Label)[] labels)
    {
        var request = new RelabelSamplesRequest { Dataset = "mine" };
        request.Labels.Add(labels.Select(label => new NewLabel { Number = label.Number, Label = label.Label }));
        return (await Client.RelabelSamplesAsync(request)).Dataset;
    }

    private async Task<string[]> LabelsAsync(Dataset dataset, Part part) =>
        [.. (await _processing.ReadAsync(dataset.Name, part, dataset.Version)).Classes.Select(index => dataset.Labels[index])];
}
