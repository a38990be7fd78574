namespace Digits.Datasets.Formats.Csv;

/// <summary>A table that holds pictures, labels or both.</summary>
/// <param name="File">The table, in UTF-8.</param>
/// <param name="Layout">How it holds them.</param>
/// <param name="Findings">What was found out about it, and which settings it used; of interest once the table is used.</param>
/// <param name="Missing">What an import says when no other table brings what this one lacks; null where it has pictures and labels.</param>
internal sealed record CsvTable(DataFile File, CsvLayout Layout, ImportFindings Findings, RefusalException? Missing)
{
    /// <summary>Opens the table at its beginning.</summary>
    public CsvReader Open() => Layout.Dialect.Open(File);

    /// <summary>Goes on to the next row that is no header.</summary>
    public bool ReadRow(CsvReader reader) => reader.ReadRow() && (!reader.IsFirst || !Layout.HasHeader || reader.ReadRow());

    /// <summary>Counts the rows, without a header.</summary>
    public long CountRows()
    {
        using var reader = Open();
        long rows = 0;
        while (ReadRow(reader))
        {
            rows++;
        }

        return rows;
    }

    /// <summary>Gives a census the values of the pixels, until it is decided.</summary>
    public void CountValues(ValueCensus census)
    {
        using var reader = Open();
        while (!census.IsDecided && ReadRow(reader))
        {
            reader.Divide(Layout.Dialect.Separator);
            if (reader.FieldCount != Layout.Columns)
            {
                continue;
            }

            foreach (var column in Layout.Pixels)
            {
                if (CsvValue.TryRead(reader.Field(column), Layout.Dialect.Numbers, out var value))
                {
                    census.Add(value);
                }
            }
        }
    }
}
