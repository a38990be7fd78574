using Digits.Imaging.Handwriting;
using Digits.Learning.Data;
using Digits.Processing.V1;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class GenerateTests : IDisposable
{
    private readonly ProcessingFixture _processing = new(("Import:MaxSamples", "10000"));

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task GenerateDataset_ACount_StoresThePensImagesAndReportsOnTheWay()
    {
        var answers = await GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 9000, Seed = 5, SplitRatio = 0.8, Author = "Ada" });

        Assert.Equal(0, answers[0].Drawn);
        Assert.Equal(answers.Select(answer => answer.Drawn).Order(), answers.Select(answer => answer.Drawn));
        Assert.All(answers, answer => Assert.Equal(9000, answer.Count));
        Assert.All(answers.SkipLast(1), answer => Assert.Null(answer.Dataset));
        var dataset = answers[^1].Dataset;
        Assert.Equal((7200, 0, 1800), (dataset.TrainCount, dataset.ValidationCount, dataset.TestCount));
        Assert.Equal(Alphabet.Digits.Labels, dataset.Labels);
        Assert.All(dataset.ClassCounts, count => Assert.Equal((720, 180), (count.TrainCount, count.TestCount)));

        var expected = SyntheticHandwriting.Generate(Alphabet.Digits, 9000, seed: 5);
        var stored = (await SamplesAsync(Part.Train)).Concat(await SamplesAsync(Part.Test));
        Assert.Equal(Samples(expected).Order(), stored.Order());
        Assert.Empty(_processing.FilesIn("work"));
    }

    [Fact]
    public async Task GenerateDataset_Done_ShowsInTheHistory()
    {
        await GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 100, Seed = 5, Author = "Ada" });

        var version = Assert.Single((await _processing.Client.ListVersionsAsync(new ListVersionsRequest { Dataset = "drawn" })).Versions);
        Assert.Equal((ChangeKind.Generate, "Ada", 100), (version.Kind, version.Author, version.Added));
        Assert.Equal("100 digits drawn by the program from seed 5", version.Note);
    }

    [Fact]
    public async Task GenerateDataset_SameSeedAgain_IsTheSameVersion()
    {
        var first = (await GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 200, Seed = 5 }))[^1].Dataset;
        var again = (await GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 200, Seed = 5 }))[^1].Dataset;
        var other = (await GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 200, Seed = 6, Mode = ImportMode.Replace }))[^1].Dataset;

        Assert.Equal(first.Version, again.Version);
        Assert.NotEqual(first.Version, other.Version);
    }

    [Fact]
    public async Task GenerateDataset_CallerGoes_NothingIsKept()
    {
        // Enough that the caller is gone long before the last image.
        using var processing = new ProcessingFixture();
        using var goes = new CancellationTokenSource();
        using var call = processing.Client.GenerateDataset(
            new GenerateDatasetRequest { Name = "drawn", Count = 400_000 }, cancellationToken: goes.Token);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        await goes.CancelAsync();

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.ReadAllAsync(CancellationToken.None).LastAsync().AsTask());
        Assert.Empty((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);

        // Stopping waits for the call's end at the service.
        processing.Restart(() => Assert.Empty(processing.FilesIn("work")));
        Assert.Empty((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
    }

    [Theory]
    [InlineData("capitals", 26)]
    [InlineData("small", 26)]
    [InlineData("letters", 37)]
    [InlineData("alphanumeric", 47)]
    public async Task GenerateDataset_AnAlphabet_DrawsEachOfItsClassesAsOften(string alphabet, int classes)
    {
        var dataset = (await GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 4 * classes, Alphabet = alphabet }))[^1].Dataset;

        Assert.Equal(Alphabet.Find(alphabet)!.Labels, dataset.Labels);
        Assert.Equal(classes, dataset.Labels.Count);
        Assert.All(dataset.ClassCounts, count => Assert.Equal(4, count.TrainCount + count.TestCount));
        Assert.Equal($"{4 * classes} characters ({alphabet}) drawn by the program from seed 0", dataset.Versions[0].Note);
    }

    [Fact]
    public async Task GenerateDataset_UnknownAlphabet_IsRefusedNamingTheKnownOnes()
    {
        var refusal = await Refusal.OfAsync(
            () => GenerateAsync(new GenerateDatasetRequest { Name = "drawn", Count = 100, Alphabet = "runes" }));

        Assert.Equal((StatusCode.InvalidArgument, "ALPHABET_UNKNOWN"), (refusal.Code, refusal.Reason));
        Assert.Contains("digits, capitals, small, letters, alphanumeric", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 100, 0.8, "NAME_REQUIRED")]
    [InlineData("../up", 100, 0.8, "NAME_INVALID")]
    [InlineData("drawn", 1, 0.8, "COUNT_OUT_OF_RANGE")]
    [InlineData("drawn", -5, 0.8, "COUNT_OUT_OF_RANGE")]
    [InlineData("drawn", 10_001, 0.8, "COUNT_OUT_OF_RANGE")]
    [InlineData("drawn", 100, 1.5, "SPLIT_RATIO_OUT_OF_RANGE")]
    public async Task GenerateDataset_WrongRequest_IsRefused(string name, int count, double ratio, string reason)
    {
        var request = new GenerateDatasetRequest { Name = name, Count = count, SplitRatio = ratio };

        var refusal = await Refusal.OfAsync(() => GenerateAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
    }

    private async Task<List<GenerateDatasetResponse>> GenerateAsync(GenerateDatasetRequest request)
    {
        using var call = _processing.Client.GenerateDataset(request);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    private async Task<IEnumerable<string>> SamplesAsync(Part part)
    {
        var (pixels, classes) = await _processing.ReadAsync("drawn", part);
        return pixels.Chunk(SyntheticHandwriting.Shape.Size).Zip(classes, Text);
    }

    private static IEnumerable<string> Samples(LabeledImages images) =>
        Enumerable.Range(0, images.Count).Select(i => Text(images.Image(i).ToArray(), images.Labels[i]));

    private static string Text(byte[] image, int label) => $"{label} {Convert.ToHexString(image)}";
}
