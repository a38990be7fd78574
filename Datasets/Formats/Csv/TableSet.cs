using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Csv;

/// <summary>The tables of an upload: those with pictures and labels, and pairs of one with pictures and one with their labels.</summary>
internal sealed class TableSet
{
    private readonly List<(DataFile File, LibSvmSource Source)> _sparse = [];
    private List<(CsvTable Pictures, CsvTable? Labels)> _tables = [];

    /// <summary>The files that hold pictures, as the upload names them.</summary>
    public IEnumerable<DataFile> Files => _tables.Select(table => table.Pictures.File).Concat(_sparse.Select(table => table.File));

    public int Count => _tables.Count + _sparse.Count;

    /// <summary>Inspects the tables.</summary>
    /// <param name="contents">What the upload holds; of its tables those stay that hold pictures with labels.</param>
    /// <param name="settings">What the caller says about the files.</param>
    /// <param name="scaling">What values range over.</param>
    /// <param name="maxSide">The longest side of a picture that is read.</param>
    /// <exception cref="RefusalException">There are only tables, and none holds samples.</exception>
    public static TableSet Of(UploadContents contents, ImportSettings settings, ValueScaling scaling, int maxSide)
    {
        var set = new TableSet();
        var tables = new List<CsvTable>();
        var refused = new List<(DataFile File, RefusalException Fault)>();
        foreach (var table in contents.Tables)
        {
            try
            {
                if (LibSvmSource.IsLibSvm(table))
                {
                    set._sparse.Add((table, new LibSvmSource(table, PartOf(table, contents.Tables), contents.Map, settings.Transposed, scaling, maxSide)));
                }
                else
                {
                    tables.Add(CsvInspector.Inspect(table, settings, maxSide));
                }
            }
            catch (RefusalException fault)
            {
                refused.Add((table, fault));
            }
        }

        set._tables = Pair(tables, refused);
        if (set.Count + contents.Arrays.Count + contents.Archives.Count == 0 && refused.Count > 0)
        {
            throw refused[0].Fault;
        }

        refused.ForEach(table => contents.AddRefused(table.File, table.Fault));
        contents.Tables.RemoveAll(table => !set.Files.Contains(table));
        return set;
    }

    /// <summary>Leaves out tables that are not wanted.</summary>
    public void Keep(IReadOnlyList<DataFile> files)
    {
        _tables.RemoveAll(table => !files.Contains(table.Pictures.File));
        _sparse.RemoveAll(table => !files.Contains(table.File));
    }

    /// <summary>Counts the rows of all tables of separated values.</summary>
    public long CountRows() => _tables.Sum(table => table.Pictures.CountRows());

    /// <summary>Opens the tables.</summary>
    public IEnumerable<SampleSource> Open(UploadContents contents, ImportSettings settings, ValueScaling scaling)
    {
        if (Count > 0)
        {
            contents.Findings.Use("transposed", "value_range", "subset");
        }

        foreach (var (pictures, labels) in _tables)
        {
            contents.Findings.Add(pictures.Findings);
            contents.Findings.Add(labels?.Findings ?? new ImportFindings());
            var range = scaling.Find(pictures.File.Name, pictures.CountValues);
            yield return new CsvSource(
                pictures, labels, range, PartOf(pictures.File, contents.Tables), settings.Transposed, contents.Map);
        }

        foreach (var (_, source) in _sparse)
        {
            yield return source;
        }
    }

    // Labels of their own belong to pictures only where no table has both: beside those they are a form for answers, as Kaggle's.
    private static List<(CsvTable Pictures, CsvTable? Labels)> Pair(List<CsvTable> tables, List<(DataFile File, RefusalException Fault)> refused)
    {
        var whole = tables.Where(table => table.Missing is null).ToList();
        var pictures = tables.Where(table => table.Missing is not null && table.Layout.Pixels.Length > 0).ToList();
        var labels = tables.Where(table => table.Missing is not null && table.Layout.Pixels.Length == 0).ToList();
        var pairs = whole.Select(table => (table, (CsvTable?)null)).ToList();
        if (whole.Count == 0 && pictures.Count > 0 && labels.Count > 0)
        {
            if (pictures.Count != labels.Count)
            {
                throw Errors.FilesUnpaired(pictures.Count, labels.Count);
            }

            return [.. pictures.Select(table => (table, (CsvTable?)WithHeader(LabelsOf(table, pictures, labels), table)))];
        }

        refused.AddRange(pictures.Concat(labels).Select(table => (table.File, table.Missing!)));
        return pairs;
    }

    // Above labels of text a name looks like one more label; the number of pictures tells, and that it never comes again.
    private static CsvTable WithHeader(CsvTable labels, CsvTable pictures) =>
        labels.Layout is { HasHeader: false, Label.Classes: null } && labels.CountRows() == pictures.CountRows() + 1 && IsNameFirst(labels)
            ? labels with { Layout = labels.Layout with { HasHeader = true } }
            : labels;

    private static bool IsNameFirst(CsvTable labels)
    {
        using var reader = labels.Open();
        string? first = null;
        while (labels.ReadRow(reader))
        {
            reader.Divide(labels.Layout.Dialect.Separator);
            var text = reader.FieldCount == labels.Layout.Columns ? reader.Text(labels.Layout.Label!.Column) : "";
            if (text == first || (first is null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            {
                return false;
            }

            first ??= text;
        }

        return true;
    }

    private static CsvTable LabelsOf(CsvTable pictures, List<CsvTable> all, List<CsvTable> labels)
    {
        if (all.Count == 1)
        {
            return labels[0];
        }

        var part = PartOf(pictures.File, [.. all.Select(table => table.File)]);
        var same = labels.Where(table => PartOf(table.File, [.. labels.Select(other => other.File)]) == part).ToList();
        return same.Count == 1 && part != Part.Unspecified ? same[0] : throw Errors.PartsUnclear(all[0].File.Name, all[1].File.Name);
    }

    // Beside a table that says "test", one that says nothing is for training.
    private static Part PartOf(DataFile table, IReadOnlyList<DataFile> tables)
    {
        var part = Of(table);
        return part == Part.Unspecified && tables.Any(other => Of(other) == Part.Test) ? Part.Train : part;

        static Part Of(DataFile file) =>
            PartWords.Of(file.OwnName) is var own and not Part.Unspecified ? own : PartWords.Of(file.ArchiveName);
    }
}
