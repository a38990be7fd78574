using Digits.Datasets.Formats.Arrays;
using Digits.Datasets.Formats.Csv;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats;

/// <summary>The samples of all files of an upload, whatever their formats, seen as one sequence of labelled pictures. Read once.</summary>
internal sealed class UploadedSamples : IDisposable
{
    private readonly IReadOnlyList<SampleSource> _sources;
    private readonly IReadOnlyList<SourceItem> _broken;
    private readonly bool _onePart;

    /// <param name="sources">The sources, at least one, all of one format; closed with this one.</param>
    /// <param name="broken">What turned out to be broken while they were opened.</param>
    /// <param name="findings">What was found out about the files.</param>
    private UploadedSamples(IReadOnlyList<SampleSource> sources, IReadOnlyList<SourceItem> broken, ImportFindings findings)
    {
        Findings = findings;
        _sources = sources;
        _broken = broken;
        Labels = sources.All(source => source.Labels is not null) ? [.. sources.SelectMany(source => source.Labels!).Distinct()] : null;
        _onePart = sources.SelectMany(source => source.Parts).Distinct().Count() <= 1 && !sources.Any(source => source.PartsStand);
    }

    /// <summary>Opens an upload.</summary>
    /// <param name="files">The files, as they arrived; they must outlive the source.</param>
    /// <param name="folder">Where files may be put that lie in archives inside of archives; it must outlive the source.</param>
    /// <param name="settings">What the caller said about the files.</param>
    /// <param name="limits">How much the files may hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusalException">The files as a whole cannot be imported.</exception>
    public static UploadedSamples Open(
        IReadOnlyList<UploadedFile> files, WorkFolder folder, ImportSettings settings, ImportOptions limits, CancellationToken cancellationToken = default)
    {
        var budget = new UnpackBudget(limits, files.Sum(file => file.MaxLength));
        var contents = new UploadContents(settings, folder, budget, limits, new ImportFindings(), cancellationToken);
        try
        {
            // Label maps first: what comes after them is read by them.
            foreach (var file in files.OrderBy(file => Content.Recognize(file.ReadHead()) != ContentKind.Json))
            {
                contents.Add(file);
            }

            var sources = new List<SampleSource>(contents.Archives);
            sources.AddRange(OpenTables(contents, settings, limits));
            if (contents.Arrays.Count > 0)
            {
                var arrays = ArrayPairing.Pair(ArrayGroups.Choose(contents.Arrays, settings.Name));
                sources.Add(new ArraySource(contents.ArrayFormat, arrays, contents.Map, settings.Transposed, limits.MaxImageSide));
            }

            if (sources.Count == 0)
            {
                throw Errors.NoSamples();
            }

            var formats = sources.Select(source => source.Format).Distinct().ToArray();
            return formats.Length == 1 ? new UploadedSamples(sources, contents.Broken, contents.Findings) : throw Errors.FormatsMixed(formats);
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    // A table without labels or pictures beside a good one, as in what Kaggle hands out, is a broken file; alone it is a refusal.
    private static List<CsvSource> OpenTables(UploadContents contents, ImportSettings settings, ImportOptions limits)
    {
        var sources = new List<CsvSource>();
        RefusalException? refusal = null;
        foreach (var table in contents.Tables)
        {
            try
            {
                var layout = CsvInspector.Inspect(table, settings.LabelColumn, limits.MaxImageSide);
                sources.Add(new CsvSource(table, layout, PartOf(table, contents.Tables), contents.Map));
            }
            catch (RefusalException fault)
            {
                refusal ??= fault;
                contents.Broken.Add(SourceItem.Broken(table.Name, fault.Message));
            }
        }

        var nothing = sources.Count + contents.Arrays.Count + contents.Archives.Count == 0;
        return nothing && refusal is not null ? throw refusal : sources;
    }

    // Beside a table that says "test", one that says nothing is for training.
    private static Part PartOf(DataFile table, IReadOnlyList<DataFile> tables)
    {
        var part = Of(table);
        return part == Part.Unspecified && tables.Any(other => Of(other) == Part.Test) ? Part.Train : part;

        static Part Of(DataFile file) =>
            PartWords.Of(file.OwnName) is var own and not Part.Unspecified ? own : PartWords.Of(file.ArchiveName);
    }

    /// <summary>What is found out about the files; complete once all of them are read.</summary>
    public ImportFindings Findings { get; }

    /// <inheritdoc cref="SampleSource.Format"/>
    public string Format => _sources[0].Format;

    /// <inheritdoc cref="SampleSource.Labels"/>
    public IReadOnlyList<string>? Labels { get; }

    /// <inheritdoc cref="SampleSource.Read"/>
    public IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        // Files that are all of one part, say all "train", tell nothing about how to divide them.
        var items = _sources.SelectMany(source => source.Read(cancellationToken));
        return _broken.Concat(_onePart ? items.Select(item => item with { Part = Part.Unspecified }) : items);
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }
    }
}
