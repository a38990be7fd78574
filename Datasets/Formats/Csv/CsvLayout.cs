namespace Digits.Datasets.Formats.Csv;

/// <summary>How a table holds its samples.</summary>
/// <param name="Dialect">How its rows are written.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Columns">Fields of a row.</param>
/// <param name="Label">Where the label is; null in a table of pictures whose labels lie in another one.</param>
/// <param name="Pixels">The columns of the pixels, row by row of the picture; empty in a table of labels.</param>
/// <param name="Height">Height of a picture in pixels, as it is stored.</param>
/// <param name="Width">Width of a picture in pixels, as it is stored.</param>
internal sealed record CsvLayout(
    CsvDialect Dialect, bool HasHeader, int Columns, CsvLabel? Label, int[] Pixels, int Height, int Width);

/// <summary>Where rows have their label.</summary>
/// <param name="Column">The column, or the first of the columns of which the label's has a 1 and the others 0.</param>
/// <param name="Classes">The labels of these columns; null where a single column holds the label itself.</param>
internal sealed record CsvLabel(int Column, string[]? Classes)
{
    /// <summary>Reads the label of a row.</summary>
    /// <param name="reader">Stands at the row, divided.</param>
    /// <param name="numbers">How the table writes numbers.</param>
    /// <param name="text">The label; empty where there is a fault.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Read(CsvReader reader, NumberFormat numbers, out string text)
    {
        text = "";
        if (Classes is not null)
        {
            return ReadOneHot(reader, numbers, out text);
        }

        if (reader.IsTorn(Column))
        {
            return "Its label begins with a quote that does not end.";
        }

        if (reader.Text(Column) is not { } label)
        {
            return "Its label is not UTF-8.";
        }

        text = CsvValue.WholeNumber(label, numbers);
        return null;
    }

    private string? ReadOneHot(CsvReader reader, NumberFormat numbers, out string text)
    {
        text = "";
        var found = -1;
        for (var index = 0; index < Classes!.Length; index++)
        {
            if (!CsvValue.TryRead(reader.Field(Column + index), numbers, out var value) || value is not (0 or 1) || (value == 1 && found >= 0))
            {
                return $"Its columns {Column + 1} to {Column + Classes.Length} are not 1 in one place and 0 elsewhere.";
            }

            found = value == 1 ? index : found;
        }

        text = found < 0 ? "" : Classes[found];
        return found < 0 ? $"Its columns {Column + 1} to {Column + Classes.Length} are 0 everywhere." : null;
    }
}
