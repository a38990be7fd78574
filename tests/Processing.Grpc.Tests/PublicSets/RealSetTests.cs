using Digits.Datasets.PublicSets;
using Digits.Processing.V1;
using Digits.Tests;

namespace Digits.Processing.Tests.PublicSets;

/// <summary>Real handwriting, installed by name from the folder that lies beside the checkout.</summary>
public sealed class RealSetTests
{
    [MnistFact]
    public async Task Install_Mnist_FromTheFolder()
    {
        await using var catalog = new CatalogFixture(PublicSetDefinitions.All, ("Offline", "true"), ("Folder", Repository.SharedData));
        var set = PublicSetDefinitions.All.Single(set => set.Name == "mnist");

        var described = await catalog.DescribeAsync(set);
        var dataset = await catalog.InstallAsync(set);

        Assert.All(described.Files, file => Assert.True(file.Present));
        Assert.Equal((set.TrainCount, set.TestCount), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(set.Labels, dataset.Labels);
        Assert.Equal("MNIST from the folder of public sets", dataset.Versions[0].Note);
    }

    [KmnistFact]
    public async Task Install_PartOfKmnist_FromTheFolder()
    {
        // The files hold a part of the published set only, so its sizes and hashes cannot be asked for.
        var published = PublicSetDefinitions.All.Single(set => set.Name == "kmnist");
        var set = published with { Files = [.. published.Files.Select(file => file with { Size = 0, Hash = null, Content = null })] };
        await using var catalog = new CatalogFixture([set], ("Offline", "true"), ("Folder", Repository.SharedData));

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal((8_000, 2_000), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(["お", "き", "す", "つ", "な", "は", "ま", "や", "れ", "を"], dataset.Labels);
    }

    [KmnistFact]
    public async Task Install_Kmnist_RefusesAPartOfIt()
    {
        await using var catalog = new CatalogFixture(PublicSetDefinitions.All, ("Offline", "true"), ("Folder", Repository.SharedData));

        var refusal = await Refusal.OfAsync(() => catalog.FollowAsync(new InstallPublicDatasetRequest { PublicDataset = "kmnist" }));

        Assert.Equal("PUBLIC_FILES_MISSING", refusal.Reason);
        Assert.Contains("train-images-idx3-ubyte.gz (18,165,135 bytes; the one there is not the published file)", refusal.Message, StringComparison.Ordinal);
    }
}
