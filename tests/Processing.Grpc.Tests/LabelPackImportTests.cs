using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class LabelPackImportTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task ImportDataset_ALabelPack_NamesClassesByTheirCharacters()
    {
        var settings = new ImportSettings { Name = "hindi", LabelPack = "devanagari-digits" };

        var dataset = await _processing.ImportAsync(settings, ("images", IdxBytes.Images(count: 50)), ("labels", IdxBytes.Labels(count: 50)));

        Assert.Equal(["०", "१", "२", "३", "४", "५", "६", "७", "८", "९"], dataset.Labels);
    }

    [Fact]
    public async Task ImportDataset_LabelsThatThePackDoesNotHave_StayAndAreNamed()
    {
        var settings = new ImportSettings { Name = "letters", LabelPack = "letters", LabelMap = { ["2"] = "beta" } };
        using var call = _processing.Client.ImportDataset();
        await call.RequestStream.WriteAsync(new ImportDatasetRequest { Settings = settings });
        foreach (var chunk in ProcessingFixture.Chunks("images", IdxBytes.Images(count: 40))
            .Concat(ProcessingFixture.Chunks("labels", IdxBytes.Labels(count: 40, classes: 4))))
        {
            await call.RequestStream.WriteAsync(chunk);
        }

        await call.RequestStream.CompleteAsync();
        var response = await call;

        Assert.Equal(["0", "A", "C", "beta"], response.Dataset.Labels);
        var assumption = Assert.Single(response.Report.Assumptions, made => made.Setting == "label_pack");
        Assert.Equal("letters", assumption.Value);
        Assert.Contains("no character for \"0\"", assumption.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportDataset_UnknownLabelPack_IsRefusedNamingTheKnownOnes()
    {
        var settings = new ImportSettings { Name = "runes", LabelPack = "runes" };

        var refusal = await Refusal.OfAsync(
            () => _processing.ImportAsync(settings, ("images", IdxBytes.Images(count: 50)), ("labels", IdxBytes.Labels(count: 50))));

        Assert.Equal((StatusCode.InvalidArgument, "LABEL_PACK_UNKNOWN"), (refusal.Code, refusal.Reason));
        Assert.Contains("devanagari-digits", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListLabelPacks_Always_NamesEveryPackWithItsLabels()
    {
        var packs = (await _processing.Catalog.ListLabelPacksAsync(new ListLabelPacksRequest())).LabelPacks;

        Assert.True(packs.Count >= 15);
        var pack = Assert.Single(packs, pack => pack.Name == "hiragana-k49");
        Assert.Equal((49, "め"), (pack.Labels.Count, pack.Labels[33]));
    }
}
