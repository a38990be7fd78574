using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats.Csv;

/// <summary>What the first rows of a table show about its columns.</summary>
internal sealed partial class TableSurvey
{
    // The column of the labels is found from this number of rows; fewer where rows are very long.
    private const int JudgedRows = 1000;
    private const long JudgedValues = 1 << 22;
    private const int MaxText = 200;

    // Labels stand near the edges of rows or have a name; only there the values themselves are remembered.
    private const int EdgeColumns = 4;

    private readonly CsvDialect _dialect;
    private readonly ColumnFacts[] _facts;
    private readonly Dictionary<int, ColumnValues> _values = [];

    private TableSurvey(CsvDialect dialect, string[]? names, int columns)
    {
        (_dialect, Names, Columns) = (dialect, names, columns);
        _facts = new ColumnFacts[columns];
        foreach (var column in Enumerable.Range(0, Math.Min(columns, EdgeColumns + 1)))
        {
            _values[column] = new ColumnValues();
            _values[columns - 1 - column] = new ColumnValues();
        }
    }

    /// <summary>The names of the columns; null where the table has none.</summary>
    public string[]? Names { get; }

    /// <summary>Fields of a row.</summary>
    public int Columns { get; }

    /// <summary>Rows that were judged.</summary>
    public int Rows { get; private set; }

    public ColumnFacts this[int column] => _facts[column];

    /// <summary>The values of a column near the edge of the rows, or of one that was asked for when the survey was made.</summary>
    public ColumnValues? Values(int column) => _values.GetValueOrDefault(column);

    /// <summary>Reads the first rows.</summary>
    /// <param name="file">The table.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="hasHeader">Whether its first row names the columns.</param>
    /// <param name="names">The columns' names; null where it has none.</param>
    /// <param name="columns">Fields of a row.</param>
    public static TableSurvey Of(DataFile file, CsvDialect dialect, bool hasHeader, string[]? names, int columns)
    {
        var survey = new TableSurvey(dialect, names, columns);
        using var reader = dialect.Open(file);
        while (survey.Rows < JudgedRows && (survey.Rows < 2 || (long)survey.Rows * columns < JudgedValues) && reader.ReadRow())
        {
            if (!reader.IsFirst || !hasHeader)
            {
                reader.Divide(dialect.Separator);
                if (reader.FieldCount == columns)
                {
                    survey.Add(reader);
                }
            }
        }

        return survey;
    }

    /// <summary>
    /// Takes the values near the edges from rows throughout the file instead of the first ones. Tables that are sorted by label have one label
    /// in all of those.
    /// </summary>
    public void SampleThroughout(DataFile file)
    {
        const int step = 20;
        const int minRows = 5 * step;
        if (Rows < JudgedRows)
        {
            return;
        }

        var sampled = _values.Keys.ToDictionary(column => column, _ => new ColumnValues());
        using var reader = _dialect.Open(file);
        long rows = 0;
        while (reader.ReadRow())
        {
            if (++rows % step == 0)
            {
                reader.Divide(_dialect.Separator);
                foreach (var (column, values) in reader.FieldCount == Columns ? sampled : [])
                {
                    values.Add(Shortened(reader.Field(column)));
                }
            }
        }

        foreach (var (column, values) in rows >= step * minRows ? sampled : [])
        {
            _values[column] = values;
        }
    }

    private static string Shortened(ReadOnlySpan<byte> field) => field.Length <= MaxText ? Encoding.UTF8.GetString(field) : "…";

    private void Add(CsvReader reader)
    {
        for (var column = 0; column < Columns; column++)
        {
            var field = reader.Field(column);
            ref var facts = ref _facts[column];
            if (CsvValue.TryRead(field, _dialect.Numbers, out var value))
            {
                facts.AddNumber(value, Rows, hasPoint: field.ContainsAny(",."u8));
            }
            else if (field.IsEmpty)
            {
                facts.Empty++;
            }
            else
            {
                facts.Texts++;
                facts.FileNames += field.Length <= MaxText && FileName().IsMatch(Encoding.UTF8.GetString(field)) ? 1 : 0;
            }

            if (_values.TryGetValue(column, out var values))
            {
                values.Add(Shortened(field));
            }
        }

        Rows++;
    }

    [GeneratedRegex(@"\.(png|jpe?g|bmp|gif|tiff?|webp|p[bgnp]m|svg|heic|avif|npy|json|xml|txt)\z|\A(/|[a-z]+://|[A-Z]:\\)", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();
}

/// <summary>What the judged rows have in one column.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ColumnFacts
{
    private float _first;
    private bool _broken;

    public int Numbers;
    public int Texts;
    public int Empty;
    public int FileNames;
    public int Fractions;
    public int WithPoint;
    public int Zeros;
    public int Ones;
    public float Min;
    public float Max;

    /// <summary>Whether every value is one more than that of the row before.</summary>
    public readonly bool IsCounting => Numbers > 1 && Texts + Empty == 0 && !_broken;

    /// <summary>Whether most values are text.</summary>
    public readonly bool IsText => Texts > Numbers;

    /// <summary>Whether most values are names of files.</summary>
    public readonly bool IsFileNames => IsText && FileNames * 2 > Texts;

    /// <summary>Whether the column has no values at all.</summary>
    public readonly bool IsBlank => Numbers + Texts == 0;

    public void AddNumber(double value, int row, bool hasPoint)
    {
        var number = (float)value;
        (_first, Min, Max) = Numbers == 0 ? (number - row, number, number) : (_first, Math.Min(Min, number), Math.Max(Max, number));
        Numbers++;
        _broken |= number != _first + row;
        Fractions += value == Math.Floor(value) ? 0 : 1;
        WithPoint += hasPoint ? 1 : 0;
        Zeros += value == 0 ? 1 : 0;
        Ones += value == 1 ? 1 : 0;
    }
}

/// <summary>How often each value occurs in a column.</summary>
internal sealed class ColumnValues
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Different values.</summary>
    public int Distinct => _counts.Count;

    /// <summary>Whether no value comes twice and most hold digits, as the keys and names of samples do.</summary>
    public bool AreKeys => _counts.Count == _count && _counts.Keys.Count(value => value.Any(char.IsAsciiDigit)) * 2 > _count;

    /// <summary>
    /// From 0, one value in all rows, to 1, all values equally often. Labels are even; a corner of a picture has one value in nearly all rows.
    /// </summary>
    public double Evenness
    {
        get
        {
            if (_counts.Count < 2)
            {
                return 0;
            }

            var entropy = _counts.Values.Sum(count => -(double)count / _count * Math.Log((double)count / _count));
            return entropy / Math.Log(_counts.Count);
        }
    }

    public void Add(string value)
    {
        _count++;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, value, out _)++;
    }
}
