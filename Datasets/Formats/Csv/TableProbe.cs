namespace Digits.Datasets.Formats.Csv;

/// <summary>The first rows of a table as numbers, to judge columns by.</summary>
internal sealed class TableProbe
{
    // A million values; wide tables are judged by fewer rows.
    private const int MaxValues = 1 << 20;

    private readonly List<double[]> _rows = [];

    /// <summary>Reads the first rows; rows of another length are passed over.</summary>
    public static TableProbe Of(DataFile file, TableForm form, int rows)
    {
        var probe = new TableProbe();
        using var reader = new CsvReader(file);
        while (probe._rows.Count < rows && probe._rows.Count * (long)form.Columns < MaxValues && reader.ReadRow())
        {
            reader.Divide(form.Separator);
            if (reader.FieldCount != form.Columns || reader.Ordinal <= form.SkippedRows)
            {
                continue;
            }

            var values = new double[form.Columns];
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = CsvValue.TryRead(reader.Field(column), form.DecimalComma, out var value) ? value : double.NaN;
            }

            probe._rows.Add(values);
        }

        return probe;
    }

    /// <summary>Whether a column numbers the rows.</summary>
    public bool IsCounting(int column) =>
        _rows.Count > 2 && _rows[0][column] is 0 or 1 && _rows.Select((row, index) => row[column] == _rows[0][column] + index).All(counts => counts);

    /// <summary>Whether each row is 1 in one of the columns and 0 in the others, and not all in the same.</summary>
    public bool IsOneHot(IReadOnlyList<int> columns)
    {
        var used = new HashSet<int>();
        foreach (var row in _rows)
        {
            var one = -1;
            foreach (var column in columns)
            {
                if (row[column] is not (0 or 1) || (row[column] == 1 && one >= 0))
                {
                    return false;
                }

                one = row[column] == 1 ? column : one;
            }

            if (one < 0)
            {
                return false;
            }

            used.Add(one);
        }

        return used.Count > 1;
    }
}

/// <summary>Finds out whether a table without names has its labels in its first or its last column.</summary>
internal static class LabelEnd
{
    // Enough rows to tell, where neither column is constant.
    private const int JudgedRows = 1000;

    // Pixels at the rim are mostly paper; labels are not mostly one class.
    private const double MaxTopShare = 0.8;

    /// <summary>Whether the labels are in the last column: only where the evidence is strong; otherwise they are in the first.</summary>
    public static bool IsLast(DataFile file, TableForm form, int firstColumn, int lastColumn)
    {
        var (first, last) = (new ColumnValues(), new ColumnValues());
        using var reader = new CsvReader(file);
        while (reader.ReadRow())
        {
            reader.Divide(form.Separator);
            if (reader.FieldCount != form.Columns || reader.Ordinal <= form.SkippedRows)
            {
                continue;
            }

            first.Add(reader.Text(firstColumn) ?? "", form);
            last.Add(reader.Text(lastColumn) ?? "", form);

            // A file that is sorted by its labels shows only one of them for a long time.
            if (first.Rows >= JudgedRows && first.LooksLikeLabels)
            {
                break;
            }
        }

        return first.HasText != last.HasText ? last.HasText
            : first.HasFractions != last.HasFractions ? first.HasFractions
            : !first.LooksLikeLabels && last.LooksLikeLabels;
    }

    private sealed class ColumnValues
    {
        private const int MaxDistinct = 10_000;

        private readonly Dictionary<string, int> _counts = [];
        private int _top;

        public int Rows { get; private set; }

        public bool HasText { get; private set; }

        public bool HasFractions { get; private set; }

        public bool LooksLikeLabels => _counts.Count > 1 && _top < MaxTopShare * Rows && _counts.Count <= Math.Max(2, Rows / 2);

        public void Add(string value, TableForm form)
        {
            Rows++;
            if (_counts.TryGetValue(value, out var count) || _counts.Count < MaxDistinct)
            {
                _counts[value] = count + 1;
                _top = Math.Max(_top, count + 1);
            }

            if (count == 0)
            {
                var isNumber = double.TryParse(form.DecimalComma ? value.Replace(',', '.') : value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
                HasText |= !isNumber;
                HasFractions |= isNumber && !double.IsInteger(number);
            }
        }
    }
}
