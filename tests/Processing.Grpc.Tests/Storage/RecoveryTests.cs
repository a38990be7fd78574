using Digits.Processing.Tests.Versions;
using Digits.Processing.V1;
using Digits.Tests;
using Microsoft.Data.Sqlite;

namespace Digits.Processing.Tests.Storage;

/// <summary>The catalogue is lost, old or damaged, or the volume holds what the program does not know.</summary>
public sealed class RecoveryTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    private string Database => Path.Combine(_processing.DataVolume, "datasets.db");

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task Restart_CatalogueIsLost_EverythingIsAdopted()
    {
        await ImportAsync("a", 1);
        await RelabelAsync("a", "x");
        await ImportAsync("b", 2);
        var before = await DescribeAsync();
        var pixels = (await _processing.ReadAsync("a", Part.Train)).Pixels;

        _processing.Restart(DeleteDatabase);

        Assert.Equal(before, await DescribeAsync());
        Assert.Equal(pixels, (await _processing.ReadAsync("a", Part.Train)).Pixels);

        // And it goes on from there: numbers are not given twice, nothing is adopted twice.
        var numbers = (await _processing.Client.AddSamplesAsync(new AddSamplesRequest { Dataset = "a", Samples = { Drawings.Sample(9, "y") } })).Numbers;
        Assert.Equal([50], numbers);
        before = await DescribeAsync();
        _processing.Restart();
        Assert.Equal(before, await DescribeAsync());
        Assert.Empty(SetAside());
    }

    [Fact]
    public async Task Restart_OlderCatalogue_NewerSetsAndVersionsAreAdopted()
    {
        await ImportAsync("a", 1);
        byte[] old = [];
        _processing.Restart(() =>
        {
            SqliteConnection.ClearAllPools();
            old = File.ReadAllBytes(Database);
        });
        await RelabelAsync("a", "x");
        await _processing.Client.AddSamplesAsync(new AddSamplesRequest { Dataset = "a", Samples = { Drawings.Sample(1, "y") }, Note = "drawn" });
        await ImportAsync("b", 2);
        var before = await DescribeAsync();

        _processing.Restart(() =>
        {
            DeleteDatabase();
            File.WriteAllBytes(Database, old);
        });

        Assert.Equal(before, await DescribeAsync());
        Assert.Empty(SetAside());
    }

    [Theory]
    [InlineData(20)]
    [InlineData(4000)]
    public async Task Restart_DamagedCatalogue_IsMadeAgain(int flips)
    {
        await ImportAsync("a", 1);
        await RelabelAsync("a", "x");
        await _processing.Corrections.SubmitCorrectionAsync(
            new SubmitCorrectionRequest { Dataset = "a", Label = "7", Png = Drawings.Sample(1, "7").Png });
        var before = await DescribeAsync();

        _processing.Restart(() =>
        {
            SqliteConnection.ClearAllPools();
            var bytes = File.ReadAllBytes(Database);
            var random = new Random(flips);
            for (var flip = 0; flip < flips; flip++)
            {
                bytes[random.Next(100, bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(Database, bytes);
        });

        Assert.Equal(before, await DescribeAsync());
    }

    [Fact]
    public async Task Restart_DamagedRow_IsTakenFromTheFolder()
    {
        await ImportAsync("a", 1);
        var before = await DescribeAsync();

        // SQLite has no checksums: a letter in a row that is another one is nothing that its own check could find.
        _processing.Restart(() => Execute("UPDATE dataset_versions SET Labels = replace(Labels, '\"1\"', '\"8\"'); UPDATE changes SET Note = 'damaged';"));

        Assert.Equal(before, await DescribeAsync());
    }

    [Fact]
    public async Task Restart_HalfMadeCommit_IsRemovedAndNothingElse()
    {
        await ImportAsync("a", 1);
        var before = await DescribeAsync();
        _processing.Restart(() =>
        {
            foreach (var (dataset, next) in ((string, int)[])[("a", 50), ("half", 0)])
            {
                Write($"work/commit@{dataset}", $$"""{"Dataset":"{{dataset}}","NextNumber":{{next}},"Version":"0123456789abcdef","Change":""}""");
                Write($"datasets/{dataset}/images/{next:D10}.pixels", "half");
                Write($"datasets/{dataset}/images/{next:D10}.hashes", "half");
                Write($"datasets/{dataset}/versions/0123456789abcdef", "half");
            }
        });

        Assert.Equal(before, await DescribeAsync());
        Assert.Empty(SetAside());
        Assert.Empty(_processing.FilesIn("work"));
        Assert.DoesNotContain(_processing.FilesIn("datasets"), path => path.Contains("half", StringComparison.Ordinal) || path.Contains("0000000050", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_HalfRemovedSet_IsRemoved()
    {
        await ImportAsync("a", 1);
        _processing.Restart(() =>
        {
            Write("work/remove@a@", "");
            Execute("DELETE FROM datasets; DELETE FROM dataset_versions; DELETE FROM changes; DELETE FROM packs;");
        });

        Assert.Empty(await DescribeAsync());
        Assert.Empty(_processing.FilesIn("datasets"));
    }

    [Fact]
    public async Task Restart_ForeignFilesAndFolders_AreSetAsideAndNamed()
    {
        await ImportAsync("a", 1);
        var before = await DescribeAsync();
        _processing.Restart(() =>
        {
            Write("datasets/photos/holiday.jpg", "sea");
            Write("datasets/notes.txt", "mine");
            Write("datasets/a/thesis.txt", "chapter 1");
            Write("datasets/a/images/0000000050.pixels", "images");
            Write("datasets/Not A Name/images/x", "x");
        });

        Assert.Equal(before, await DescribeAsync());
        var named = (await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).SetAside;
        Assert.Equal(5, named.Count);
        Assert.All(named, entry => Assert.NotEmpty(entry.Cause));
        Assert.Contains(named, entry => entry.Path == "aside/datasets_photos");
        Assert.Equal("sea", File.ReadAllText(Path.Combine(_processing.DataVolume, "aside/datasets_photos/holiday.jpg")));
        Assert.Equal("chapter 1", File.ReadAllText(Path.Combine(_processing.DataVolume, "aside/datasets_a_thesis.txt")));
    }

    [Fact]
    public async Task Restart_DamagedDescriptionOfALostSet_IsSetAsideNotDeleted()
    {
        await ImportAsync("a", 1);
        _processing.Restart(() =>
        {
            DeleteDatabase();
            var file = Directory.GetFiles(Path.Combine(_processing.DataVolume, "datasets/a/records")).Single();
            File.WriteAllText(file, File.ReadAllText(file).Replace("\"1\"", "\"8\"", StringComparison.Ordinal));
        });

        Assert.Empty(await DescribeAsync());
        var entry = Assert.Single((await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).SetAside);
        Assert.Contains("hash", entry.Cause, StringComparison.Ordinal);
        Assert.Contains("images/0000000000.pixels", _processing.FilesIn(entry.Path));

        // The name is free.
        await ImportAsync("a", 1);
    }

    [Fact]
    public async Task Restart_VolumeOfTheVersionBefore_GetsItsDescriptions()
    {
        await ImportAsync("a", 1);
        await RelabelAsync("a", "x");
        var before = await DescribeAsync();
        _processing.Restart(() =>
        {
            Directory.Delete(Path.Combine(_processing.DataVolume, "datasets/a/records"), recursive: true);
            Directory.Delete(Path.Combine(_processing.DataVolume, "datasets/a/changes"), recursive: true);
        });
        Assert.Equal(before, await DescribeAsync());

        _processing.Restart(DeleteDatabase);

        Assert.Equal(before, await DescribeAsync());
    }

    private async Task<List<Dataset>> DescribeAsync() =>
        [.. (await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets];

    private string[] SetAside() => Directory.Exists(Path.Combine(_processing.DataVolume, "aside")) ? _processing.FilesIn("aside") : [];

    private void DeleteDatabase()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_processing.DataVolume, "datasets.db*"))
        {
            File.Delete(file);
        }
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_processing.DataVolume, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private async Task RelabelAsync(string dataset, string label) => await _processing.Client.RelabelSamplesAsync(
        new RelabelSamplesRequest { Dataset = dataset, Labels = { new NewLabel { Number = 3, Label = label } }, Author = "Ada", Note = "a slip" });

    private Task<Dataset> ImportAsync(string name, uint seed) => _processing.ImportAsync(
        new ImportSettings { Name = name, Seed = seed, Mode = ImportMode.Replace, Author = "Ada", Note = $"from paper {seed}" },
        ("images", IdxBytes.Images(50, seed: (int)seed)),
        ("labels", IdxBytes.Labels(50)));
}
