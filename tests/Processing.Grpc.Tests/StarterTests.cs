using Digits.Processing.V1;
using Digits.Tests;

namespace Digits.Processing.Tests;

public sealed class StarterTests
{
    private static readonly (string, string)[] On = [("Starter:Enabled", "true"), ("Starter:Count", "500")];

    [Fact]
    public async Task Start_NewVolume_DrawsTheStarterOnce()
    {
        using var processing = new ProcessingFixture(On);

        var starter = await WaitForStarterAsync(processing);
        Assert.Equal((450, 50), (starter.TrainCount, starter.TestCount));
        var version = Assert.Single((await processing.Client.ListVersionsAsync(new ListVersionsRequest { Dataset = "starter" })).Versions);
        Assert.Equal(("Digits", ChangeKind.Generate), (version.Author, version.Kind));

        processing.Restart();
        Assert.Equal(starter.Version, (await WaitForStarterAsync(processing)).Version);
    }

    [Fact]
    public async Task Start_StarterDeleted_DoesNotComeBack()
    {
        using var processing = new ProcessingFixture(On);
        await WaitForStarterAsync(processing);
        await processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "starter" });

        processing.Restart();
        await processing.Starter;

        Assert.Empty((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
    }

    [Fact]
    public async Task Start_StoppedWhileDrawing_BeginsAnewNextTime()
    {
        using var processing = new ProcessingFixture([On[0], ("Starter:Count", "1000000")]);

        processing.Restart(() => Assert.Empty(processing.FilesIn("datasets")), On);

        Assert.Equal(450, (await WaitForStarterAsync(processing)).TrainCount);
        Assert.Empty(processing.FilesIn("work"));
    }

    [Fact]
    public async Task Start_SwitchedOff_DrawsNothing()
    {
        using var processing = new ProcessingFixture(("Starter:Enabled", "false"));
        await processing.Starter;

        Assert.Empty((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
    }

    [Fact]
    public async Task Start_VolumeWithData_GetsNoStarter()
    {
        using var processing = new ProcessingFixture();
        await processing.ImportAsync("mine", ("images", IdxBytes.Images(count: 4)), ("labels", IdxBytes.Labels(count: 4)));

        processing.Restart(settings: On);
        await processing.Starter;

        var only = Assert.Single((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
        Assert.Equal("mine", only.Name);
    }

    private static async Task<Dataset> WaitForStarterAsync(ProcessingFixture processing)
    {
        await processing.Starter;
        return (await processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "starter" })).Dataset;
    }
}
