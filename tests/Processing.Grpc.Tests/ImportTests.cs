using Digits.Imaging;
using Digits.Learning.Data;
using Digits.Processing.V1;
using Digits.Tests;

namespace Digits.Processing.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task ImportDataset_TrainAndTest_KeepsBothAsTheyAre()
    {
        var train = IdxBytes.Images(count: 100);
        var test = IdxBytes.Images(count: 30, seed: 2);

        var dataset = await _processing.ImportAsync(
            "digits",
            ("t10k-labels-idx1-ubyte", IdxBytes.Labels(count: 30)),
            ("t10k-images-idx3-ubyte.gz", IdxBytes.Gzip(test)),
            ("train-images-idx3-ubyte", train),
            ("train-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(count: 100))));

        Assert.Equal(("digits", 100, 30), (dataset.Name, dataset.TrainCount, dataset.TestCount));
        Assert.Equal((28, 28, 1), (dataset.Height, dataset.Width, dataset.Channels));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], dataset.Labels);
        Assert.All(dataset.ClassCounts, count => Assert.Equal((10, 3), (count.TrainCount, count.TestCount)));
        Assert.Equal(64, dataset.ContentHash.Length);
        Assert.StartsWith(dataset.Version, dataset.ContentHash, StringComparison.Ordinal);
        Assert.Equal(dataset.Version, Assert.Single(dataset.Versions).Version);

        var (pixels, classes) = await _processing.ReadAsync("digits", Part.Train);
        Assert.Equal(train[16..], pixels);
        Assert.Equal(Enumerable.Range(0, 100).Select(index => index % 10), classes);
        Assert.Equal(test[16..], (await _processing.ReadAsync("digits", Part.Test)).Pixels);
        Assert.Empty(_processing.FilesIn("work"));
    }

    [Fact]
    public async Task ImportDataset_OtherImageSize_IsNormalizedAsPredictionsAre()
    {
        var images = IdxBytes.Images(count: 4, height: 40, width: 20);

        var dataset = await _processing.ImportAsync("tall", ("images", images), ("labels", IdxBytes.Labels(count: 4)));

        Assert.Equal((28, 28), (dataset.Height, dataset.Width));
        var stored = (await _processing.ReadAsync("tall", Part.Train)).Pixels.Concat((await _processing.ReadAsync("tall", Part.Test)).Pixels);
        var seen = images[16..].Chunk(800).Select(pixels => Normalizer.Normalize(new GrayImage(20, 40, pixels)).Pixels.ToArray());
        Assert.Equal(seen.Select(Convert.ToHexString).Order(), stored.Chunk(784).Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task ImportDataset_OnePair_IsSplitByRatioInEveryClass()
    {
        var settings = new ImportSettings { Name = "split", SplitRatio = 0.75, Seed = 7 };
        var images = IdxBytes.Images(count: 400);

        var dataset = await _processing.ImportAsync(settings, ("images", images), ("labels", IdxBytes.Labels(count: 400)));

        Assert.Equal((300, 100), (dataset.TrainCount, dataset.TestCount));
        Assert.All(dataset.ClassCounts, count => Assert.Equal((30, 10), (count.TrainCount, count.TestCount)));
        var train = (await _processing.ReadAsync("split", Part.Train)).Pixels.Chunk(784).Select(Convert.ToHexString).ToList();
        var test = (await _processing.ReadAsync("split", Part.Test)).Pixels.Chunk(784).Select(Convert.ToHexString).ToList();
        Assert.Equal(images[16..].Chunk(784).Select(Convert.ToHexString).Order(), train.Concat(test).Order());
    }

    [Fact]
    public async Task ImportDataset_NoRatioSaid_TakesTheConfiguredOne()
    {
        var dataset = await _processing.ImportAsync("split", Pair(count: 50));

        Assert.Equal((40, 10), (dataset.TrainCount, dataset.TestCount));
    }

    [Fact]
    public async Task ImportDataset_SameContentAgain_GivesTheSameVersion()
    {
        var first = await _processing.ImportAsync("digits", Pair(count: 50));
        var second = await _processing.ImportAsync("digits", Pair(count: 50));

        Assert.Equal(first, second);
        Assert.Equal([first.Version], _processing.FilesIn("datasets/digits/versions"));
        Assert.Equal(2, _processing.FilesIn("datasets/digits/images").Length);
    }

    [Fact]
    public async Task ImportDataset_AnotherSeed_GivesAnotherVersionOfTheSameName()
    {
        var first = await _processing.ImportAsync(new ImportSettings { Name = "digits", Seed = 1 }, Pair(count: 50));
        var second = await _processing.ImportAsync(new ImportSettings { Name = "digits", Seed = 2, Mode = ImportMode.Replace }, Pair(count: 50));

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal([second.Version, first.Version], second.Versions.Select(version => version.Version));
    }

    [Fact]
    public async Task ImportDataset_SettingsInPiecesAfterTheFiles_AreMerged()
    {
        var files = Pair(count: 40);

        var dataset = await _processing.SendAsync(
        [
            .. ProcessingFixture.Chunks(files[0].Name, files[0].Bytes),
            new() { Settings = new ImportSettings { Name = "wrong-at-first" } },
            .. ProcessingFixture.Chunks(files[1].Name, files[1].Bytes),
            new() { Settings = new ImportSettings { SplitRatio = 0.5 } },
            new() { Settings = new ImportSettings { Name = "late" } },
        ]);

        Assert.Equal(("late", 20, 20), (dataset.Name, dataset.TrainCount, dataset.TestCount));
    }

    [Fact]
    public async Task ImportDataset_LabelsWithGapsAndOnlyInTest_AreListedInNumericOrder()
    {
        var dataset = await _processing.ImportAsync(
            "gaps",
            ("train-images", IdxBytes.Images(count: 3)),
            ("train-labels", IdxBytes.Labels([100, 20, 3])),
            ("test-images", IdxBytes.Images(count: 2, seed: 2)),
            ("test-labels", IdxBytes.Labels([5, 100])));

        Assert.Equal(["3", "5", "20", "100"], dataset.Labels);
        var train = await _processing.ReadAsync("gaps", Part.Train);
        var test = await _processing.ReadAsync("gaps", Part.Test);
        Assert.Equal([3, 2, 0], train.Classes);
        Assert.Equal([1, 3], test.Classes);
    }

    [Fact]
    public async Task ImportDataset_ManyAtOnceUnderOneName_AllSucceed()
    {
        var imports = Enumerable.Range(0, 12).Select(index => _processing.ImportAsync(
            new ImportSettings { Name = "busy", Seed = (uint)(index % 3), Mode = ImportMode.Replace }, Pair(count: 60)));

        var datasets = await Task.WhenAll(imports);

        var known = (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "busy" })).Dataset;
        Assert.Equal(3, _processing.FilesIn("datasets/busy/versions").Length);
        Assert.Equal(
            datasets.Select(dataset => dataset.Version).Distinct().Order(),
            known.Versions.Select(version => version.Version).Distinct().Order());
        Assert.Empty(_processing.FilesIn("work"));
    }

    [MnistFact]
    public async Task ImportDataset_Mnist_ComesOutByteForByte()
    {
        var dataset = await _processing.ImportAsync(
            "mnist", [.. Mnist.Files.Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))]);

        Assert.Equal((60_000, 10_000), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], dataset.ClassCounts.Select(count => count.TrainCount));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], dataset.ClassCounts.Select(count => count.TestCount));

        var (train, test) = IdxFiles.LoadFolder(Mnist.Folder);
        AssertSame(train, await _processing.ReadAsync("mnist", Part.Train));
        AssertSame(test, await _processing.ReadAsync("mnist", Part.Test));
    }

    private static void AssertSame(LabeledImages expected, (byte[] Pixels, int[] Classes) read)
    {
        Assert.Equal(expected.Labels, read.Classes);
        Assert.Equal(expected.Count * 784, read.Pixels.Length);
        Assert.True(Enumerable.Range(0, expected.Count)
            .All(index => expected.Image(index).SequenceEqual(read.Pixels.AsSpan(index * 784, 784))));
    }

    private static (string Name, byte[] Bytes)[] Pair(int count) =>
        [("images", IdxBytes.Images(count)), ("labels", IdxBytes.Labels(count))];
}
