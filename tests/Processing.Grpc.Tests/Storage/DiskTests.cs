using System.Diagnostics;
using Digits.Processing.Tests.Versions;
using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Digits.Processing.Tests.Storage;

/// <summary>A disk that is full or read-only, for real.</summary>
public sealed class DiskTests
{
    private const int Megabytes = 24;

    [TinyDiskFact]
    public async Task EveryWrite_FullDisk_IsDiskFullAndDeletesWork()
    {
        using var disk = new TinyDisk(Megabytes);
        using var processing = new ProcessingFixture(disk.Path);
        var kept = await ImportAsync(processing, "a", 1);
        var version = await ImportAsync(processing, "a", 2);
        await ImportAsync(processing, "b", 1);
        var correction = (await processing.Corrections.SubmitCorrectionAsync(Correction(1))).Correction.Correction_;
        disk.Fill();

        var client = processing.Client;
        var numbers = (await client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a" })).Samples.Select(sample => sample.Number).ToList();
        var label = new NewLabel { Number = numbers[0], Label = "new" };
        Func<Task>[] writes =
        [
            async () => await client.RelabelSamplesAsync(new RelabelSamplesRequest { Dataset = "a", Labels = { label } }),
            async () => await client.RemoveSamplesAsync(new RemoveSamplesRequest { Dataset = "a", Numbers = { numbers[1] } }),
            async () => await client.AddSamplesAsync(new AddSamplesRequest { Dataset = "a", Samples = { Drawings.Sample(1, "x") } }),
            async () => await client.AddSamplesAsync(new AddSamplesRequest { Dataset = "fresh", Samples = { Drawings.Sample(1, "x") } }),
            async () => await client.SplitDatasetAsync(new SplitDatasetRequest { Dataset = "a", Seed = 99 }),
            async () => await client.RestoreVersionAsync(new RestoreVersionRequest { Dataset = "a", Version = kept.Version }),
            () => ImportAsync(processing, "c", 1),
            () => GenerateAsync(processing),
            () => ExportAsync(processing),
            async () => await processing.Corrections.AcceptCorrectionsAsync(new AcceptCorrectionsRequest { Corrections = { correction } }),
        ];
        var refusals = new List<(int Write, Refusal Refusal)>();
        for (var write = 0; write < writes.Length; write++)
        {
            refusals.Add((write, await Refusal.OfAsync(writes[write])));
        }

        Assert.All(refusals, refused => Assert.Equal((StatusCode.ResourceExhausted, "DISK_FULL"), (refused.Refusal.Code, refused.Refusal.Reason)));
        Assert.True((await client.GetQualityReportAsync(new GetQualityReportRequest { Dataset = "a" })).SampleCount > 0);

        // Of two versions, then of a whole set, with the disk filled up again in between.
        await client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a", Version = kept.Version });
        disk.Fill();
        await client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a" });
        disk.Free();
        await ImportAsync(processing, "d", 1);

        Assert.Equal(["b", "d"], (await client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets.Select(dataset => dataset.Name));
        Assert.DoesNotContain(processing.FilesIn("datasets"), path => path.StartsWith("a/", StringComparison.Ordinal) || path.StartsWith("fresh", StringComparison.Ordinal));
        Assert.NotEqual(kept.Version, version.Version);
    }

    [TinyDiskFact]
    public async Task Start_FullDisk_LetsSpaceBeFreed()
    {
        using var disk = new TinyDisk(Megabytes);
        using var processing = new ProcessingFixture(disk.Path);
        await ImportAsync(processing, "a", 1);
        processing.Restart(() =>
        {
            // Without the connections that kept the journal open, as after a crash of the machine.
            SqliteConnection.ClearAllPools();
            disk.Fill();
        });

        await processing.Client.DeleteDatasetAsync(new DeleteDatasetRequest { Dataset = "a" });

        Assert.Empty((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
    }

    [TinyDiskFact]
    public async Task Start_ReadOnlyVolume_SaysSoInOneLine()
    {
        using var disk = new TinyDisk(1);
        disk.MakeReadOnly();

        var (code, error) = await RunAsync(disk.Path);

        Assert.NotEqual(0, code);
        Assert.Contains("read-only", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [TinyDiskFact]
    public async Task Starter_DiskFull_IsNotTheEndOfTheService()
    {
        using var disk = new TinyDisk(1);
        using var processing = new ProcessingFixture(disk.Path, ("Starter:Enabled", "true"), ("Starter:Count", "4000"));

        await processing.Starter;

        Assert.Empty((await processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
    }

    private static async Task<(int Code, string Error)> RunAsync(string volume)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Digits.Processing.dll")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["DIGITS_CONFIG"] = Path.Combine(AppContext.BaseDirectory, "config.json"),
                ["DIGITS_DATA_VOLUME"] = volume,
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{FreePorts.Next()}",
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private static async Task GenerateAsync(ProcessingFixture processing)
    {
        using var call = processing.Client.GenerateDataset(new GenerateDatasetRequest { Name = "g", Count = 1000 });
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
        {
        }
    }

    private static async Task ExportAsync(ProcessingFixture processing)
    {
        using var call = processing.Client.ExportDataset(new ExportDatasetRequest { Dataset = "a" });
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
        {
        }
    }

    private static SubmitCorrectionRequest Correction(int seed) =>
        new() { Dataset = "a", Label = "7", Png = Drawings.Sample(seed, "7").Png };

    private static Task<Dataset> ImportAsync(ProcessingFixture processing, string name, uint seed) => processing.ImportAsync(
        new ImportSettings { Name = name, Seed = seed, Mode = ImportMode.Replace }, ("images", IdxBytes.Images(60, seed: (int)seed)), ("labels", IdxBytes.Labels(60)));
}
