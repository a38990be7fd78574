using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;

namespace Digits.Processing.Tests.Storage;

/// <summary>Damage is noticed wherever samples are shown, and an import of the same files undoes it.</summary>
public sealed class HealTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Theory]
    [InlineData("images/*.pixels")]
    [InlineData("images/*.hashes")]
    public async Task EveryReader_DamagedImage_IsDataLoss(string files)
    {
        await ImportAsync();
        _processing.Restart(() => Damage(files));
        Func<Task>[] readers =
        [
            async () => await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a" }),
            async () => await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", Numbers = { 0, 1, 2 } }),
            async () => await _processing.Client.GetQualityReportAsync(new GetQualityReportRequest { Dataset = "a" }),
            () => _processing.ReadAsync("a", Part.Train),
            ExportAsync,
        ];

        foreach (var reader in readers)
        {
            var refusal = await Refusal.OfAsync(reader);
            Assert.Equal((StatusCode.DataLoss, "DATASET_DAMAGED"), (refusal.Code, refusal.Reason));
        }
    }

    [Fact]
    public async Task Relabel_DamagedHashes_IsDataLossInsteadOfAWrongName()
    {
        await ImportAsync();
        _processing.Restart(() => Damage("images/*.hashes"));

        var refusal = await Refusal.OfAsync(async () => await _processing.Client.RelabelSamplesAsync(
            new RelabelSamplesRequest { Dataset = "a", Labels = { new NewLabel { Number = 1, Label = "x" } } }));

        Assert.Equal((StatusCode.DataLoss, "DATASET_DAMAGED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task Relabel_BackToAVersionWhoseIndexIsGone_WritesItAgain()
    {
        var first = await ImportAsync();
        var sample = (await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", PageSize = 1 })).Samples[0];
        await RelabelAsync("x");
        File.Delete(Path.Combine(_processing.DataVolume, "datasets", "a", "versions", first.Version));

        var again = await RelabelAsync(sample.Label);

        Assert.Equal(first.Version, again.Version);
        _processing.Restart();
        var (_, classes) = await _processing.ReadAsync("a", Part.Train, first.Version);
        Assert.Equal(first.TrainCount, classes.Length);

        async Task<Dataset> RelabelAsync(string label) => (await _processing.Client.RelabelSamplesAsync(
            new RelabelSamplesRequest { Dataset = "a", Labels = { new NewLabel { Number = sample.Number, Label = label } } })).Dataset;
    }

    [Theory]
    [InlineData("images/*.pixels", false)]
    [InlineData("images/*.hashes", false)]
    [InlineData("versions/*", false)]
    [InlineData("images/*.pixels", true)]
    [InlineData("images/*.hashes", true)]
    [InlineData("versions/*", true)]
    public async Task Import_OfTheSameFiles_HealsWhatIsDamagedOrMissing(string files, bool isMissing)
    {
        var before = await ImportAsync();
        var (pixels, classes) = await _processing.ReadAsync("a", Part.Train);
        var numbers = (await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a" })).Samples;
        _processing.Restart(() => Damage(files, isMissing));
        Assert.Equal("DATASET_DAMAGED", (await Refusal.OfAsync(() => _processing.ReadAsync("a", Part.Train))).Reason);

        var after = await ImportAsync();

        Assert.Equal(before, after);
        var (healedPixels, healedClasses) = await _processing.ReadAsync("a", Part.Train);
        Assert.Equal(pixels, healedPixels);
        Assert.Equal(classes, healedClasses);
        Assert.Equal(numbers, (await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a" })).Samples);
    }

    [Fact]
    public async Task Import_OfTheSameFiles_HealsEditedVersionsToo()
    {
        var imported = await ImportAsync();
        await _processing.Client.RelabelSamplesAsync(
            new RelabelSamplesRequest { Dataset = "a", Labels = { new NewLabel { Number = 1, Label = "x" } } });
        _processing.Restart(() => Damage("images/*.pixels"));

        Assert.Equal(imported.Version, (await ImportAsync()).Version);

        var versions = (await _processing.Client.ListVersionsAsync(new ListVersionsRequest { Dataset = "a" })).Versions;
        Assert.Equal(3, versions.Count);
        foreach (var version in versions)
        {
            Assert.NotEmpty((await _processing.ReadAsync("a", Part.Train, version.Version)).Pixels);
        }
    }

    [Fact]
    public async Task Import_OfTheSameContentWhoseIndexCannotBeMadeAgain_GetsNewFiles()
    {
        var imported = await ImportAsync();
        var relabeled = await _processing.Client.RelabelSamplesAsync(
            new RelabelSamplesRequest { Dataset = "a", Labels = { new NewLabel { Number = 1, Label = "x" } } });
        await _processing.Client.RelabelSamplesAsync(new RelabelSamplesRequest { Dataset = "a", Labels = { new NewLabel { Number = 1, Label = "1" } } });
        _processing.Restart(() => Damage("versions/*"));

        var refusal = await Refusal.OfAsync(() => _processing.ReadAsync("a", Part.Train, relabeled.Dataset.Version));
        Assert.Equal("DATASET_DAMAGED", refusal.Reason);
        await ImportAsync();
        Assert.NotEmpty((await _processing.ReadAsync("a", Part.Train, imported.Version)).Pixels);
        _processing.Restart();
        Assert.NotEmpty((await _processing.ReadAsync("a", Part.Train, imported.Version)).Pixels);
    }

    private async Task ExportAsync()
    {
        using var call = _processing.Client.ExportDataset(new ExportDatasetRequest { Dataset = "a" });
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
        {
        }
    }

    private void Damage(string pattern, bool isMissing = false)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_processing.DataVolume, "datasets/a", Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)))
        {
            if (isMissing)
            {
                File.Delete(file);
                continue;
            }

            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at += 500)
            {
                bytes[at] ^= 0x10;
            }

            File.WriteAllBytes(file, bytes);
        }
    }

    private Task<Dataset> ImportAsync() => _processing.ImportAsync(
        new ImportSettings { Name = "a", Seed = 5, Mode = ImportMode.Replace }, ("images", IdxBytes.Images(200)), ("labels", IdxBytes.Labels(200)));
}
