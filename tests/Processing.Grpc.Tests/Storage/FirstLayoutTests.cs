using Digits.Processing.V1;
using Digits.Tests;
using Microsoft.Data.Sqlite;

namespace Digits.Processing.Tests.Storage;

public sealed class FirstLayoutTests : IDisposable
{
    private const string Tables =
        """
        CREATE TABLE "versions" (
            "Id" INTEGER NOT NULL CONSTRAINT "PK_versions" PRIMARY KEY AUTOINCREMENT, "Name" TEXT NOT NULL, "Version" TEXT NOT NULL,
            "ContentHash" TEXT NOT NULL, "Height" INTEGER NOT NULL, "Width" INTEGER NOT NULL, "Channels" INTEGER NOT NULL,
            "Labels" TEXT NOT NULL, "CreateTime" TEXT NOT NULL, "Test_ClassCounts" TEXT NOT NULL, "Test_ClassesHash" TEXT NOT NULL,
            "Test_Count" INTEGER NOT NULL, "Test_PixelsHash" TEXT NOT NULL, "Train_ClassCounts" TEXT NOT NULL,
            "Train_ClassesHash" TEXT NOT NULL, "Train_Count" INTEGER NOT NULL, "Train_PixelsHash" TEXT NOT NULL);
        CREATE UNIQUE INDEX "IX_versions_Name_Version" ON "versions" ("Name", "Version");
        PRAGMA user_version = 1;
        """;

    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task Start_VolumeOfTheFirstLayout_CarriesEverythingOver()
    {
        var (images, labels) = (IdxBytes.Images(30), IdxBytes.Labels(30, classes: 3));
        _processing.Restart(() =>
        {
            MakeDatabase("old", "damaged", "new");
            MakeVersion("old", images, labels, train: 20);
            MakeVersion("damaged", images, labels, train: 25, cut: 1);
            MakeVersion("new", images, labels, train: 25);
        });

        var dataset = (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset;
        var (pixels, classes) = await _processing.ReadAsync("a", Part.Test, "old");

        Assert.Equal(("new", 25, 5), (dataset.Version, dataset.TrainCount, dataset.TestCount));
        Assert.Equal(["new", "old"], dataset.Versions.Select(version => version.Version));
        Assert.Equal(images[(16 + (20 * 784))..], pixels);
        Assert.Equal(Enumerable.Range(20, 10).Select(index => index % 3), classes);
        Assert.Equal(["changes", "images", "records", "reports", "versions"], Directory.GetDirectories(Folder).Select(Path.GetFileName).Order());

        // What could not be carried over is not deleted.
        Assert.Equal(["datasets_a_damaged"], Directory.GetDirectories(Path.Combine(_processing.DataVolume, "aside")).Select(Path.GetFileName));

        // The second start finds the second layout.
        _processing.Restart();
        Assert.Equal(dataset, (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset);
        Assert.Equal(["x"], (await _processing.Client.AddSamplesAsync(
            new AddSamplesRequest { Dataset = "a", Samples = { Versions.Drawings.Sample(1, "x") } })).Dataset.Labels.Skip(3));
    }

    private string Folder => Path.Combine(_processing.DataVolume, "datasets", "a");

    private void MakeDatabase(params string[] versions)
    {
        var file = Path.Combine(_processing.DataVolume, "datasets.db");
        SqliteConnection.ClearAllPools();
        File.Delete(file);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Tables + string.Concat(versions.Select(version =>
            $"""
            INSERT INTO versions VALUES (NULL, 'a', '{version}', 'hash', 28, 28, 1, '["0","1","2"]', '2026-01-02 03:04:05.6789+00:00',
                '[]', '', {(version == "old" ? 10 : 5)}, '', '[]', '', {(version == "old" ? 20 : 25)}, '');
            """));
        command.ExecuteNonQuery();
    }

    private void MakeVersion(string version, byte[] images, byte[] labels, int train, int cut = 0)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, version)).FullName;
        var classes = labels[8..].SelectMany(label => (byte[])[label, 0]).ToArray();
        File.WriteAllBytes(Path.Combine(folder, "train.pixels"), images[16..(16 + (train * 784) - cut)]);
        File.WriteAllBytes(Path.Combine(folder, "train.classes"), classes[..(2 * train)]);
        File.WriteAllBytes(Path.Combine(folder, "test.pixels"), images[(16 + (train * 784))..]);
        File.WriteAllBytes(Path.Combine(folder, "test.classes"), classes[(2 * train)..]);
    }
}
