using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;

namespace Digits.Processing.Tests.Quality;

public sealed class GetQualityReportTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task GetQualityReport_Duplicates_NamesThemByTheNumbersOfListSamples()
    {
        await ImportAsync();

        var report = await ReportAsync(new GetQualityReportRequest { Dataset = "a" });

        var duplicates = Assert.Single(report.Findings, finding => finding.Kind == FindingKind.LabelConflict);
        var request = new ListSamplesRequest { Dataset = "a", Numbers = { duplicates.Samples.Take(2).Select(sample => sample.Number) } };
        var samples = (await _processing.Client.ListSamplesAsync(request)).Samples;
        Assert.Equal(samples[0].Thumbnail, samples[1].Thumbnail);
        Assert.NotEqual(samples[0].Label, samples[1].Label);
        Assert.Equal(("a", 40), (report.Dataset, report.SampleCount));
    }

    [Fact]
    public async Task GetQualityReport_Again_ComesFromTheDiskAlsoAfterARestart()
    {
        var version = (await ImportAsync()).Version;
        var first = await ReportAsync(new GetQualityReportRequest { Dataset = "a" });
        Assert.Equal([version], _processing.FilesIn("datasets/a/reports"));
        var written = File.GetLastWriteTimeUtc(ReportFile(version));

        _processing.Restart();

        Assert.Equal(first, await ReportAsync(new GetQualityReportRequest { Dataset = "a", Version = version }));
        Assert.Equal(written, File.GetLastWriteTimeUtc(ReportFile(version)));
    }

    [Fact]
    public async Task GetQualityReport_FileDamagedOrOfAnother_IsMadeAnew()
    {
        var version = (await ImportAsync()).Version;
        var first = await ReportAsync(new GetQualityReportRequest { Dataset = "a" });
        var sound = await File.ReadAllBytesAsync(ReportFile(version));
        await _processing.Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "a", Numbers = { 3 } });
        await ReportAsync(new GetQualityReportRequest { Dataset = "a" });
        var other = _processing.FilesIn("datasets/a/reports").Single(file => file != version);

        foreach (var bytes in new[] { [], sound[..20], [.. sound[..^1], (byte)(sound[^1] ^ 1)], await File.ReadAllBytesAsync(ReportFile(other)) })
        {
            await File.WriteAllBytesAsync(ReportFile(version), bytes);

            Assert.Equal(first, await ReportAsync(new GetQualityReportRequest { Dataset = "a", Version = version }));
            Assert.Equal(sound, await File.ReadAllBytesAsync(ReportFile(version)));
        }
    }

    [Fact]
    public async Task GetQualityReport_ManyAtOnce_AllGetTheSame()
    {
        await ImportAsync();

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReportAsync(new GetQualityReportRequest { Dataset = "a" })));

        Assert.All(reports, report => Assert.Equal(reports[0], report));
    }

    [Fact]
    public async Task GetQualityReport_SamplesPerFinding_BoundsTheNamedOnesOnly()
    {
        await ImportAsync();

        var none = await ReportAsync(new GetQualityReportRequest { Dataset = "a", SamplesPerFinding = 0 });
        var all = await ReportAsync(new GetQualityReportRequest { Dataset = "a", SamplesPerFinding = 1000 });

        Assert.All(none.Findings, finding => Assert.Empty(finding.Samples));
        Assert.Equal(all.Findings.Select(finding => finding.Count), none.Findings.Select(finding => finding.Count));
        Assert.Contains(all.Findings, finding => finding.Samples.Count == finding.Count && finding.Count > 0);
    }

    [Fact]
    public async Task GetQualityReport_BadRequest_IsRefused()
    {
        await ImportAsync();
        foreach (var (request, code, reason) in new[]
        {
            (new GetQualityReportRequest { Dataset = "none" }, StatusCode.NotFound, "DATASET_NOT_FOUND"),
            (new GetQualityReportRequest { Dataset = "a", Version = "none" }, StatusCode.NotFound, "VERSION_NOT_FOUND"),
            (new GetQualityReportRequest { Dataset = "a", SamplesPerFinding = -1 }, StatusCode.InvalidArgument, "SAMPLES_PER_FINDING_OUT_OF_RANGE"),
            (new GetQualityReportRequest { Dataset = "a", SamplesPerFinding = 1001 }, StatusCode.InvalidArgument, "SAMPLES_PER_FINDING_OUT_OF_RANGE"),
        })
        {
            var refusal = await Refusal.OfAsync(() => ReportAsync(request));
            Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        }
    }

    [Fact]
    public async Task DeleteDataset_Version_TakesItsReportAlong()
    {
        var version = (await ImportAsync()).Version;
        await ReportAsync(new GetQualityReportRequest { Dataset = "a" });
        await _processing.Client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "a", Numbers = { 3 } });

        await _processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a", Version = version });

        Assert.Empty(_processing.FilesIn("datasets/a/reports"));
    }

    [MnistFact]
    public async Task GetQualityReport_Mnist_IsShort()
    {
        await _processing.ImportAsync("mnist", [.. Mnist.Files.Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]);

        var report = await ReportAsync(new GetQualityReportRequest { Dataset = "mnist" });

        Assert.Equal(70_000, report.SampleCount);
        Assert.All(report.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.InRange(report.Findings.Sum(finding => finding.Count), 1, 100);
    }

    private async Task<Dataset> ImportAsync()
    {
        // The second half repeats the images of the first with other labels.
        var images = IdxBytes.Images(20);
        return await _processing.ImportAsync(
            "a",
            ("images", [.. IdxBytes.Header(IdxBytes.ImagesMagic, 40, 28, 28), .. images[16..], .. images[16..]]),
            ("labels", IdxBytes.Labels([.. Enumerable.Range(0, 40).Select(index => (byte)((index + (index / 20)) % 10))])));
    }

    private string ReportFile(string version) => Path.Combine(_processing.DataVolume, "datasets/a/reports", version);

    private async Task<GetQualityReportResponse> ReportAsync(GetQualityReportRequest request) =>
        await _processing.Client.GetQualityReportAsync(request);
}
