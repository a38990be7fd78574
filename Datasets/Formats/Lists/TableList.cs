using System.Text.RegularExpressions;
using Digits.Datasets.Formats.Csv;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Lists;

/// <summary>Reads a table of the names of pictures and their labels, such as "labels.csv" or Hugging Face's "metadata.csv".</summary>
internal static partial class TableList
{
    /// <summary>Reads a list.</summary>
    /// <param name="file">The table.</param>
    /// <param name="labelField">The column of the labels; empty to be found out.</param>
    /// <exception cref="RefusalException">The table has no column of labels.</exception>
    public static PictureList Read(DataFile file, string labelField)
    {
        var table = TextFile.Of(file);
        var dialect = DialectOf(table);
        using var reader = dialect.Open(table);
        var first = reader.ReadRow() ? Fields(reader, dialect) : throw Errors.CsvEmpty(file.Name);
        var hasHeader = !first.Any(IsPicture);
        var names = hasHeader ? first : null;
        var second = hasHeader && reader.ReadRow() ? Fields(reader, dialect) : first;
        var picture = Array.FindIndex(second, IsPicture);
        if (picture < 0)
        {
            picture = names is null ? 0 : Math.Max(0, Array.FindIndex(names, name => PictureColumn().IsMatch(name.Trim())));
        }

        var label = FindLabel(file, names, second.Length, picture, labelField);
        var part = names is null ? -1 : Array.FindIndex(names, name => PartColumn().IsMatch(name.Trim()));
        var list = new PictureList(file)
        {
            Field = names?[label] ?? "",
            OtherFields = names is null ? [] : [.. names.Where((_, at) => at != label && at != picture && at != part)],
        };
        var row = second;
        do
        {
            if (row.Length > Math.Max(label, picture))
            {
                list.Add(row[picture], row[label], part >= 0 && part < row.Length ? PartWords.OfWords(row[part]) : Part.Unspecified);
            }

            row = reader.ReadRow() ? Fields(reader, dialect) : null;
        }
        while (row is not null);

        return list;
    }

    // Names and labels are also separated by spaces, which tables of numbers alone may be.
    private static CsvDialect DialectOf(DataFile table)
    {
        try
        {
            return CsvDialect.Of(table);
        }
        catch (RefusalException fault) when (fault.Reason == "CSV_SEPARATOR")
        {
            return new CsvDialect((byte)' ', default, 0, null);
        }
    }

    private static int FindLabel(DataFile file, string[]? names, int columns, int picture, string said)
    {
        if (names is null)
        {
            return columns == 2 ? 1 - picture : throw Errors.LabelListUnclear(file.Name, []);
        }

        if (said.Length > 0)
        {
            var column = Array.FindIndex(names, name => name.Trim().Equals(said, StringComparison.OrdinalIgnoreCase));
            return column >= 0 ? column : throw Errors.LabelFieldUnknown(file.Name, said, names);
        }

        var named = Enumerable.Range(0, names.Length).Where(column => column != picture && LabelColumn().IsMatch(names[column].Trim())).ToList();
        var open = Enumerable.Range(0, names.Length).Where(column => column != picture && !PartColumn().IsMatch(names[column].Trim())).ToList();
        return named.Count > 0 ? named[0]
            : open.Count == 1 ? open[0]
            : throw Errors.LabelListUnclear(file.Name, names);
    }

    private static string[] Fields(CsvReader reader, CsvDialect dialect)
    {
        reader.Divide(dialect.Separator);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.Text(column) ?? "")];
    }

    private static bool IsPicture(string field) => Extras.HasPictureEnding(field.TrimEnd());

    [GeneratedRegex(@"\A(file_?names?|files?|(file_?|image_?)?paths?|image(_?(name|file|id))?|img|name|picture|sample)\z", RegexOptions.IgnoreCase)]
    private static partial Regex PictureColumn();

    [GeneratedRegex(@"\A(labels?|class(_?(id|name|label))?|classes|digits?|characters?|char|text|category(_?(id|name))?|targets?|choices?|answer|symbol(_?id)?|latex|y|value|number)\z", RegexOptions.IgnoreCase)]
    private static partial Regex LabelColumn();

    [GeneratedRegex(@"\A(split|set|subset|usage|part(ition)?|fold|phase)\z", RegexOptions.IgnoreCase)]
    private static partial Regex PartColumn();
}
