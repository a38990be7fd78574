using System.Data.Common;
using System.Text.Json;
using Digits.Datasets.Storage.Images;
using Digits.Datasets.Versions;
using Digits.Learning.Data;
using Microsoft.EntityFrameworkCore;

namespace Digits.Datasets.Storage;

/// <summary>
/// Carries data sets over from the first layout, in which every version had a folder with all its images and classes: train.pixels,
/// train.classes, test.pixels, test.classes. Versions keep their names.
/// </summary>
internal sealed class FirstLayout(DatasetFolder folder, ILogger<FirstLayout> logger)
{
    private const string Select =
        "SELECT Name, Version, Height, Width, Channels, Labels, Train_Count, Test_Count, CreateTime FROM versions ORDER BY Id";

    private readonly List<string> _carriedOver = [];

    private sealed record Row(string Name, string Version, ImageShape Shape, string[] Labels, int Train, int Test, DateTimeOffset CreateTime);

    /// <summary>Adds rows for everything that is there; images are copied, so that nothing is lost when this does not get to its end.</summary>
    public async Task CarryOverAsync(DatasetsContext context, CancellationToken cancellationToken)
    {
        foreach (var versions in (await ReadRowsAsync(context, cancellationToken)).GroupBy(row => row.Name))
        {
            folder.Create(versions.Key);
            var (next, parent) = (0, "");
            foreach (var row in versions)
            {
                try
                {
                    context.AddRange(Carry(row, next, parent));
                }
                catch (Exception fault) when (fault is IOException or InvalidDataException)
                {
                    Log.VersionDamaged(logger, row.Name, row.Version, fault.Message);
                    continue;
                }

                _carriedOver.Add(folder.FirstLayout(row.Name, row.Version));
                next += row.Train + row.Test;
                parent = row.Version;
            }

            if (parent.Length > 0)
            {
                context.Add(new StoredDataset { Name = versions.Key, Current = parent, NextNumber = next });
            }
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Removes the old copies of what was carried over, once that is committed.</summary>
    public void RemoveCarriedOver() => _carriedOver.ForEach(copy => Directory.Delete(copy, recursive: true));

    private static async Task<List<Row>> ReadRowsAsync(DatasetsContext context, CancellationToken cancellationToken)
    {
        var connection = context.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions
            .GetDbTransaction(context.Database.CurrentTransaction!);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ReadRow(reader));
        }

        return rows;
    }

    private static Row ReadRow(DbDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        new ImageShape(reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4)),
        JsonSerializer.Deserialize<string[]>(reader.GetString(5))!,
        reader.GetInt32(6),
        reader.GetInt32(7),
        DateTimeOffset.Parse(reader.GetString(8), CultureInfo.InvariantCulture));

    private object[] Carry(Row row, int first, string parent)
    {
        var samples = new List<VersionSample>();
        var hashes = new List<UInt128>();
        using (var pack = new PackWriter(folder.Images(row.Name), first, count: 0, row.Shape.Size))
        {
            foreach (var (part, name, count) in ((Part, string, int)[])[(Part.Train, "train", row.Train), (Part.Test, "test", row.Test)])
            {
                foreach (var (image, imageClass) in ReadImages(Path.Combine(folder.FirstLayout(row.Name, row.Version), name), row, count))
                {
                    samples.Add(new VersionSample(first + samples.Count, part, imageClass));
                    hashes.Add(pack.Append(image));
                }
            }

            pack.Flush();
        }

        var index = VersionIndex.Of(samples);
        var contentHash = ContentHash.Compute(row.Shape, row.Labels, index, (numbers, found) =>
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                found[i] = hashes[numbers[i] - first];
            }
        });
        var version = StoredVersions.Describe(row.Name, row.Shape, row.Labels, index, contentHash, [first], row.CreateTime) with
        {
            Version = row.Version,
            IndexHash = VersionIndexFile.Write(folder.Index(row.Name, row.Version), index),
        };
        var change = new StoredChange
        {
            Dataset = row.Name,
            Version = row.Version,
            Parent = parent,
            Kind = ChangeKind.Import,
            Added = samples.Count,
            CreateTime = row.CreateTime,
        };
        return [version, change, new StoredPack(row.Name, first, samples.Count)];
    }

    private static IEnumerable<(byte[] Image, ushort Class)> ReadImages(string path, Row row, int count)
    {
        using var pixels = File.OpenRead($"{path}.pixels");
        using var classes = File.OpenRead($"{path}.classes");
        if (pixels.Length != (long)count * row.Shape.Size || classes.Length != (long)count * sizeof(ushort))
        {
            throw new InvalidDataException("A file has not the size that the catalogue says.");
        }

        var image = new byte[row.Shape.Size];
        var imageClass = new byte[sizeof(ushort)];
        for (var sample = 0; sample < count; sample++)
        {
            pixels.ReadExactly(image);
            classes.ReadExactly(imageClass);
            var index = BinaryPrimitives.ReadUInt16LittleEndian(imageClass);
            yield return index < row.Labels.Length ? (image, index) : throw new InvalidDataException($"There is no label for class {index}.");
        }
    }
}
