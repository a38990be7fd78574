using Digits.Datasets.PublicSets;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Datasets;
using Grpc.Core;

namespace Digits.Processing.Tests.PublicSets;

public sealed class InstallFromFolderTests
{
    private readonly FakeSet _fake = new();

    [Theory]
    [InlineData("")]
    [InlineData("fake")]
    public async Task Install_FilesInTheFolder_NeedsNoNetwork(string below)
    {
        await using var catalog = Offline(_fake.Set);
        Place(catalog, _fake.Bytes, below);

        var dataset = await catalog.InstallAsync(_fake.Set);

        Assert.Equal((40, 20), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(FakeSet.Labels, dataset.Labels);
        Assert.Equal("Fake set from the folder of public sets", dataset.Versions[0].Note);
        Assert.Empty(catalog.Server.Requests);
        Assert.Empty(catalog.Fetched(_fake.Set));
        Assert.All(_fake.Bytes, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(catalog.Folder, below, file.Key))));
    }

    [Fact]
    public async Task Install_FilesPackedAnew_AreKnownByTheirContent()
    {
        var set = _fake.WithContent();
        await using var catalog = Offline(set);
        Place(catalog, _fake.Unpacked.ToDictionary(file => file.Key, file => (byte[])[.. IdxBytes.Gzip(file.Value), .. IdxBytes.Gzip([])]));

        Assert.Equal(40, (await catalog.InstallAsync(set)).TrainCount);
    }

    [Fact]
    public async Task Install_FilesUnpacked_AreKnownByTheirContent()
    {
        var set = _fake.WithContent();
        await using var catalog = Offline(set);
        Place(catalog, _fake.Unpacked.ToDictionary(file => Path.GetFileNameWithoutExtension(file.Key), file => file.Value));

        Assert.Equal(40, (await catalog.InstallAsync(set)).TrainCount);
    }

    [Fact]
    public async Task Install_OfflineAndNothingThere_NamesWhatToPutWhere()
    {
        await using var catalog = Offline(_fake.Set);

        var refusal = await Refusal.OfAsync(() => catalog.InstallAsync(_fake.Set));

        Assert.Equal((StatusCode.Unavailable, "PUBLIC_FILES_MISSING"), (refusal.Code, refusal.Reason));
        Assert.Contains("Catalog:Offline", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Catalog:Folder", refusal.Message, StringComparison.Ordinal);
        Assert.All(_fake.Set.Files, file => Assert.Contains($"{file.Name} ({file.Size:N0} bytes)", refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(catalog.Folder, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(catalog.Server.Requests);
    }

    [Fact]
    public async Task Install_NothingToBeDone_IsRefusedBeforeAnythingIsTold()
    {
        await using var catalog = Offline(_fake.Set);
        var told = 0;

        await Refusal.OfAsync(() => catalog.InstallAsync(_fake.Set, _ => told++));

        Assert.Equal(0, told);
    }

    [Fact]
    public async Task Install_FilesOfAnotherSetInTheFolder_ArePassedOver()
    {
        await using var catalog = new CatalogFixture([_fake.Set]);
        Place(catalog, new FakeSet(seed: 9).Bytes);
        catalog.Serve(_fake);

        var described = await catalog.DescribeAsync(_fake.Set);
        var dataset = await catalog.InstallAsync(_fake.Set);

        Assert.All(described.Files, file => Assert.Equal(file.Name.Contains("labels", StringComparison.Ordinal), file.Present));
        Assert.Equal(40, dataset.TrainCount);
        Assert.Equal(2, catalog.Server.Requests.Count);
    }

    [Fact]
    public async Task Install_NoHashKnown_TakesAFileOfTheRightSize()
    {
        var set = _fake.With(file => file with { Hash = null });
        await using var catalog = Offline(set);
        Place(catalog, _fake.Bytes);

        Assert.Equal(40, (await catalog.InstallAsync(set)).TrainCount);

        catalog.Place(FakeSet.TrainLabels, [1, 2, 3]);
        Assert.Equal("PUBLIC_FILES_MISSING", (await Refusal.OfAsync(() => catalog.InstallAsync(set))).Reason);
    }

    [Fact]
    public async Task Install_AnotherName_IsCalledSo()
    {
        await using var catalog = Offline(_fake.Set);
        Place(catalog, _fake.Bytes);

        var messages = await catalog.FollowAsync(new InstallPublicDatasetRequest
        {
            PublicDataset = "fake",
            Name = "mine",
            ValidationRatio = 0.25,
        });

        Assert.Equal(("mine", 30, 10, 20), (messages[^1].Dataset.Name, messages[^1].Dataset.TrainCount, messages[^1].Dataset.ValidationCount, messages[^1].Dataset.TestCount));
    }

    [Theory]
    [InlineData("unknown", "", 0, StatusCode.NotFound, "PUBLIC_DATASET_NOT_FOUND")]
    [InlineData("", "", 0, StatusCode.NotFound, "PUBLIC_DATASET_NOT_FOUND")]
    [InlineData("fake", "../up", 0, StatusCode.InvalidArgument, "NAME_INVALID")]
    [InlineData("fake", "", 1, StatusCode.InvalidArgument, "VALIDATION_RATIO_OUT_OF_RANGE")]
    [InlineData("fake", "", double.NaN, StatusCode.InvalidArgument, "VALIDATION_RATIO_OUT_OF_RANGE")]
    public async Task Install_BadRequest_IsRefused(string set, string name, double ratio, StatusCode code, string reason)
    {
        await using var catalog = Offline(_fake.Set);

        var refusal = await Refusal.OfAsync(() => catalog.FollowAsync(
            new InstallPublicDatasetRequest { PublicDataset = set, Name = name, ValidationRatio = ratio }));

        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task List_Always_TellsSetsByTitleWithTheirFiles()
    {
        await using var catalog = new CatalogFixture(PublicSetDefinitions.All, ("Mirror", ""));

        var sets = (await catalog.Client.ListPublicDatasetsAsync(new ListPublicDatasetsRequest())).PublicDatasets;

        Assert.Equal(
            [
                "cmaterdb-bengali", "cmaterdb-devanagari", "cmaterdb-telugu", "devanagari", "emnist-balanced", "emnist-digits", "emnist-letters",
                "k49", "kannada-mnist", "kmnist", "mnist", "qmnist", "usps",
            ],
            sets.Select(set => set.Name).Order(StringComparer.Ordinal));
        Assert.Equal(sets.Select(set => set.Title).Order(StringComparer.Ordinal), sets.Select(set => set.Title));
        var mnist = sets.Single(set => set.Name == "mnist");
        Assert.Equal((60_000, 10_000, 10), (mnist.TrainCount, mnist.TestCount, mnist.Labels.Count));
        Assert.Equal("https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz", mnist.Files[0].Url);
        Assert.Equal("sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609", mnist.Files[0].Hash);
        Assert.All(sets.SelectMany(set => set.Files), file => Assert.False(file.Present));
    }

    private static CatalogFixture Offline(PublicSet set) => new([set], ("Offline", "true"));

    private static void Place(CatalogFixture catalog, IReadOnlyDictionary<string, byte[]> files, string below = "")
    {
        foreach (var (name, bytes) in files)
        {
            catalog.Place(Path.Combine(below, name), bytes);
        }
    }
}
