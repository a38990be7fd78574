using Digits.Tests.Datasets;
using System.IO.Compression;
using Digits.Processing.V1;
using Digits.Tests;
using Grpc.Core;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Processing.Tests.Formats;

public sealed class ExportTests : IDisposable
{
    // Such as file systems cannot keep, or would take for something else.
    private static readonly string[] OddLabels = ["7", "a", "A", "test", "..", "x/y", "お", "100%", "a,\"b\"", "CON", new('長', 100)];

    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Theory]
    [InlineData(ExportFormat.Unspecified)]
    [InlineData(ExportFormat.Zip)]
    public async Task ExportDataset_Pictures_ComeBackWithTheSameContentHash(ExportFormat format)
    {
        var dataset = await ImportOddAsync();

        var (name, zip) = await ExportAsync(dataset.Name, format);
        var back = await _processing.ImportAsync("back", (name, zip));

        Assert.Equal($"odd-{dataset.Version[..8]}.zip", name);
        Assert.Equal(dataset.ContentHash, back.ContentHash);
        Assert.Equal(dataset.Labels, back.Labels);
    }

    [Fact]
    public async Task ExportDataset_PackedAgainInAnotherOrderInAFolder_ComesBackAlike()
    {
        var dataset = await ImportOddAsync();
        var (_, zip) = await ExportAsync(dataset.Name, ExportFormat.Zip);
        using var archive = new ZipArchive(new MemoryStream(zip));
        var entries = archive.Entries.OrderByDescending(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => ($"my copy/{entry.FullName}", Bytes(entry))).ToArray();

        Assert.Equal(dataset.ContentHash, (await _processing.ImportAsync("back", ("copy.zip", ZipBytes.Of(entries)))).ContentHash);
    }

    [Theory]
    [InlineData(ExportFormat.Idx, "-idx.zip")]
    [InlineData(ExportFormat.Csv, "-csv.zip")]
    [InlineData(ExportFormat.Npz, ".npz")]
    public async Task ExportDataset_Arrays_ComeBackWithTheSameSamples(ExportFormat format, string suffix)
    {
        var dataset = await ImportOddAsync();

        var (name, zip) = await ExportAsync(dataset.Name, format);
        var back = await _processing.ImportAsync("back", (name, zip));

        Assert.Equal($"odd-{dataset.Version[..8]}{suffix}", name);
        foreach (var part in new[] { Part.Train, Part.Test })
        {
            Assert.Equal(await SamplesAsync(dataset, part), await SamplesAsync(back, part));
        }
    }

    [Theory]
    [InlineData(ExportFormat.Zip)]
    [InlineData(ExportFormat.Idx)]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Npz)]
    public async Task ExportDataset_Twice_GivesTheSameBytesThatOthersCanRead(ExportFormat format)
    {
        var dataset = await ImportOddAsync();

        var (_, first) = await ExportAsync(dataset.Name, format);

        Assert.Equal(first, (await ExportAsync(dataset.Name, format)).Zip);
        using var archive = new ZipArchive(new MemoryStream(first));
        Assert.All(archive.Entries, entry => Assert.Equal(entry.Length, Bytes(entry).Length));
    }

    [Fact]
    public async Task ExportDataset_UnknownFormat_IsRefused()
    {
        var dataset = await ImportOddAsync();

        Assert.Equal("EXPORT_FORMAT_UNKNOWN", (await Refusal.OfAsync(() => ExportAsync(dataset.Name, (ExportFormat)9))).Reason);
    }

    private async Task<Dataset> ImportOddAsync()
    {
        var map = OddLabels.Select((label, index) => (label, index)).ToDictionary(pair => Number(pair.index), pair => pair.label);
        var settings = new ImportSettings { Name = "odd", LabelMap = { map } };
        var count = 3 * OddLabels.Length;
        return await _processing.ImportAsync(
            settings,
            ("train-i", IdxBytes.Images(count)), ("train-l", IdxBytes.Labels(count, OddLabels.Length)),
            ("test-i", IdxBytes.Images(count, seed: 2)), ("test-l", IdxBytes.Labels(count, OddLabels.Length)));
    }

    private async Task<(string Name, byte[] Zip)> ExportAsync(string dataset, ExportFormat format)
    {
        using var call = _processing.Client.ExportDataset(new ExportDatasetRequest { Dataset = dataset, Format = format });
        var (name, zip) = ("", new MemoryStream());
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            name += piece.FileName;
            piece.Data.WriteTo(zip);
        }

        return (name, zip.ToArray());
    }

    private async Task<List<string>> SamplesAsync(Dataset dataset, Part part)
    {
        var (pixels, classes) = await _processing.ReadAsync(dataset.Name, part);
        return [.. classes.Zip(pixels.Chunk(784), (sample, image) => $"{dataset.Labels[sample]}: {Convert.ToHexString(image)}")];
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        var bytes = new MemoryStream();
        using var content = entry.Open();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
