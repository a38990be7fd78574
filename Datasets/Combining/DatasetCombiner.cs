using Digits.Datasets.Editing;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Combining;

/// <summary>What a combination has become.</summary>
/// <param name="Version">The version, new or there already with the same content.</param>
/// <param name="Taken">How many samples came from each source.</param>
/// <param name="Moved">Samples that did not keep their part because an equal image is in another.</param>
internal sealed record Combined(StoredVersion Version, IReadOnlyList<int> Taken, int Moved);

/// <summary>
/// Makes a data set out of versions of others. Images go from pack to pack in blocks, so that memory holds little more than the labels, parts
/// and hashes of the samples. Nothing is kept unless this ends well.
/// </summary>
internal sealed class DatasetCombiner(
    VersionCommits commits,
    DatasetLibrary library,
    DatasetCatalog catalog,
    DatasetSettings settings,
    IOptions<ImportOptions> options,
    DatasetTelemetry telemetry,
    ILogger<DatasetCombiner> logger)
{
    // Read, checked and written at once: some 3 MB.
    private const int BlockSize = 4000;

    /// <summary>Combines data sets.</summary>
    /// <param name="combination">What is wanted, checked.</param>
    /// <param name="report">Told how many samples are taken of how many, at the beginning and on the way.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusalException">A source is not there, has nothing of what is wanted or does not go with the others.</exception>
    public async Task<Combined> CombineAsync(Combination combination, Func<int, int, Task> report, CancellationToken cancellationToken)
    {
        using var span = telemetry.Begin("digits.combine", combination.Name);
        var target = await catalog.FindAsync(combination.Name, cancellationToken);
        Accept(combination, target, target);
        var selections = new List<SourceSelection>();
        try
        {
            foreach (var source in SourcesOf(combination, target))
            {
                selections.Add(await OpenAsync(source, combination.Seed, cancellationToken));
            }

            var total = Check(selections);
            using var writer = await commits.BeginAsync(combination.Name, ImportMode.Replace, keep: true, cancellationToken);
            foreach (var selection in selections)
            {
                await CopyAsync(selection, writer, taken => report(taken, total), cancellationToken);
            }

            var change = Change.Checked(
                ChangeKind.Combine, combination.Author, CombinationNote.Of(combination, selections.ConvertAll(one => (one.Reader.Version, one.Count))));

            // Every sample has a part, so nothing is drawn by the rule.
            var (version, moved) = await commits.CommitAsync(
                writer,
                new SplitRule(settings.SplitRatio, 0, combination.Seed),
                combination.Mode == ImportMode.Append ? ImportMode.Replace : combination.Mode,
                change,
                cancellationToken,
                present => Accept(combination, target, present));
            Log.DatasetCombined(logger, version.Name, version.Version, total, selections.Count);
            return new Combined(version, selections.ConvertAll(selection => selection.Count), moved);
        }
        finally
        {
            selections.ForEach(selection => selection.Dispose());
        }
    }

    // What is added to is the first source, as it was when the combination began.
    private static IEnumerable<CombinationSource> SourcesOf(Combination combination, StoredDataset? target) =>
        combination.Mode == ImportMode.Append && target is not null
            ? combination.Sources.Prepend(new CombinationSource { Dataset = target.Name, Version = target.Current })
            : combination.Sources;

    private static void Accept(Combination combination, StoredDataset? before, StoredDataset? now)
    {
        if (combination.Mode == ImportMode.Append && now?.Current != before?.Current)
        {
            throw Errors.CombinationOvertaken(combination.Name);
        }
    }

    private async Task<SourceSelection> OpenAsync(CombinationSource source, uint seed, CancellationToken cancellationToken)
    {
        var reader = await library.OpenAsync(source.Dataset, source.Version, cancellationToken);
        try
        {
            return reader.Version.Shape == settings.Shape
                ? SourceSelection.Of(reader, source, seed)
                : throw Errors.SourceShapeDiffers(reader.Version, settings.Shape);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private int Check(List<SourceSelection> selections)
    {
        var total = selections.Sum(selection => (long)selection.Count);
        if (total > options.Value.MaxSamples)
        {
            throw Errors.CombinationTooLarge(total, options.Value.MaxSamples);
        }

        var labels = selections.SelectMany(selection => selection.Labels).Distinct().Take(2).ToArray();
        return labels.Length == 2 ? (int)total : throw Errors.CombinationOfOneLabel(labels[0]);
    }

    private static async Task CopyAsync(
        SourceSelection selection, VersionWriter writer, Func<int, Task> report, CancellationToken cancellationToken)
    {
        var reader = selection.Reader;
        var size = reader.Version.Shape.Size;
        var (numbers, hashes, pixels) = (new int[BlockSize], new UInt128[BlockSize], new byte[BlockSize * size]);
        foreach (var part in PartSet.All)
        {
            var rows = selection.Rows(part);
            for (var first = 0; first < rows.Count; first += BlockSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await report(writer.Count);
                var count = Math.Min(BlockSize, rows.Count - first);
                for (var i = 0; i < count; i++)
                {
                    numbers[i] = reader.Numbers(part)[rows[first + i]];
                }

                reader.ReadChecked(numbers.AsSpan(0, count), hashes, pixels.AsSpan(0, count * size));
                for (var i = 0; i < count; i++)
                {
                    var label = selection.LabelOf(reader.Classes(part)[rows[first + i]]);
                    writer.Append(pixels.AsSpan(i * size, size), label, part);
                }
            }
        }
    }
}

internal static partial class Log
{
    [LoggerMessage(
        105,
        LogLevel.Information,
        "Made {Dataset} version {Version} of {Count} samples from {SourceCount} sources.",
        EventName = "DatasetCombined")]
    public static partial void DatasetCombined(ILogger logger, string dataset, string version, int count, int sourceCount);
}
