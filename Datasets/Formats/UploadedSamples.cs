using Digits.Datasets.Formats.Arrays;
using Digits.Datasets.Formats.Csv;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats;

/// <summary>The samples of all files of an upload, whatever their formats, seen as one sequence of labelled pictures. Read once.</summary>
internal sealed class UploadedSamples : IDisposable
{
    private const int MaxNamed = 100;
    private const int MaxLabels = 1000;

    private readonly IReadOnlyList<SampleSource> _sources;
    private readonly UploadContents _contents;
    private readonly bool _onePart;

    /// <param name="sources">The sources, at least one, all of one format; closed with this one.</param>
    /// <param name="contents">What they were opened from, and what turned out to be broken meanwhile; closed with this one.</param>
    private UploadedSamples(IReadOnlyList<SampleSource> sources, UploadContents contents)
    {
        Findings = contents.Findings;
        _sources = sources;
        _contents = contents;
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

            contents.UseLists();
            var subsets = new Subsets(settings, contents.Findings);
            contents.Choose(subsets, subsets.Preselect);
            var scaling = new ValueScaling(settings.ValueRange, contents.Findings);
            var tables = TableSet.Of(contents, settings, scaling, limits.MaxImageSide);
            contents.Choose(subsets, subsets.Choose);
            tables.Keep(contents.Tables);
            var sources = new List<SampleSource>(contents.Archives);
            if (contents.Arrays.Count > 0)
            {
                var arrays = Pair(contents, settings, limits.MaxImageSide);
                if (tables.Count > 0)
                {
                    subsets.PreferArrays(arrays, contents.ArrayFormat, [.. tables.Files], tables.CountRows());
                    tables.Keep([]);
                }

                sources.Add(new ArraySource(contents.ArrayFormat, arrays, contents.Map, settings.Transposed, scaling, contents.Findings));
                contents.Findings.Use("transposed", "value_range", "subset", "axes");
            }

            sources.AddRange(tables.Open(contents, settings, scaling));
            if (sources.Count == 0)
            {
                throw Errors.NoSamples();
            }

            SettingsUse.Check(settings, contents.Findings.UsedSettings);
            var formats = sources.Select(source => source.Format).Distinct().ToArray();
            return formats.Length == 1 ? new UploadedSamples(sources, contents) : throw Errors.FormatsMixed(formats);
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    // What does not pair is often one wrong file; that one is named rather than the pair.
    private static IReadOnlyList<ArrayPair> Pair(UploadContents contents, ImportSettings settings, int maxSide)
    {
        try
        {
            return ArrayPairing.Pair(contents.Arrays, settings, maxSide, contents.Findings);
        }
        catch (RefusalException) when (contents.Broken.Count > 0)
        {
            throw contents.Refused ?? Errors.FilesBroken([.. contents.Broken.Take(MaxNamed).Select(item => item.Fault!)], contents.Broken.Count);
        }
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
        items = _onePart ? items.Select(item => item with { Part = Part.Unspecified }) : items;
        return _contents.Broken.Concat(NotePadded(items));
    }

    // "07" and "7" are two labels, and that is hardly ever meant.
    private IEnumerable<SourceItem> NotePadded(IEnumerable<SourceItem> items)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Label.Length > 0 && labels.Count < MaxLabels && labels.Add(item.Label))
            {
                var plain = item.Label.TrimStart('0');
                var twin = labels.FirstOrDefault(label => label != item.Label && plain.Length > 0 && char.IsAsciiDigit(plain[0]) && label.TrimStart('0') == plain);
                if (twin is not null)
                {
                    Findings.Assume("label_map", "", $"The labels {Errors.Quote(twin)} and {Errors.Quote(item.Label)} are two; give one of them the other's name if they are the same.");
                }
            }

            yield return item;
        }
    }

    public void Dispose()
    {
        foreach (var source in _sources)
        {
            source.Dispose();
        }

        _contents.Dispose();
    }
}
