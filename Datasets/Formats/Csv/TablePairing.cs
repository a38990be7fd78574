namespace Digits.Datasets.Formats.Csv;

/// <summary>A table of pictures, with the table of their labels where these are published apart.</summary>
internal sealed record PairedTable(DataFile File, CsvLayout Layout, (DataFile File, CsvLayout Layout)? Labels)
{
    public bool Reads(DataFile table) => table == File || table == Labels?.File;
}

/// <summary>Pairs tables of pictures with tables of their labels, row by row, where the two are published apart.</summary>
internal static class TablePairing
{
    /// <summary>The tables of pictures that have labels, in them or in another table.</summary>
    public static IEnumerable<PairedTable> Pair(
        IReadOnlyList<(DataFile File, CsvLayout Layout)> tables, ImportFindings findings)
    {
        foreach (var (file, layout) in tables.Where(table => table.Layout is { HasPictures: true, HasLabels: true }))
        {
            yield return new PairedTable(file, layout, null);
        }

        var pictures = tables.Where(table => table.Layout is { HasPictures: true, HasLabels: false }).ToList();
        // Kaggle's example of what to hand in has a label for every picture, and none of them is right.
        var labels = tables.Where(table => !table.Layout.HasPictures && !table.File.OwnName.Contains("submission", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var (file, layout) in pictures)
        {
            var part = PartWords.Of(file.OwnName);
            var matches = pictures.Count == 1 && labels.Count == 1 ? labels : labels.FindAll(other => PartWords.Of(other.File.OwnName) == part);
            if (matches.Count == 1 && pictures.Count(other => PartWords.Of(other.File.OwnName) == part) == 1)
            {
                findings.Assume("", "", $"The rows of {matches[0].File.Name} are the labels of the rows of {file.Name}.");
                yield return new PairedTable(file, layout, matches[0]);
            }
        }
    }
}
