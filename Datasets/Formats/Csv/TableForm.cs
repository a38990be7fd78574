using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats.Csv;

/// <summary>How a table is written: what separates its fields, whether it has a header, how its numbers look.</summary>
/// <param name="Separator">What stands between fields; a space stands for any number of them.</param>
/// <param name="DecimalComma">Whether fractions follow a comma.</param>
/// <param name="SkippedRows">Rows before the first sample that are not blank: Excel's line that names the separator, and the header.</param>
/// <param name="Header">The names of the columns; null without a header.</param>
/// <param name="First">The fields of the first row of samples; null where there is none.</param>
/// <param name="Columns">Fields of a row, the empty one that follows a separator at its end among them.</param>
/// <param name="EndsWithSeparator">Whether rows end with a separator, so that their last field is always empty.</param>
internal sealed partial record TableForm(
    byte Separator, bool DecimalComma, int SkippedRows, string[]? Header, string[]? First, int Columns, bool EndsWithSeparator)
{
    // Headers that are numbers are the columns' own, or the first row made unique: no picture has this many values without a repetition.
    private const int LeastUniqueNames = 17;

    private static readonly byte[] Separators = [(byte)'\t', (byte)';', (byte)',', (byte)'|', (byte)' '];

    /// <summary>Reads the first rows of a table.</summary>
    /// <exception cref="RefusalException">The file has no rows, or nothing separates its fields.</exception>
    public static TableForm Of(DataFile file)
    {
        using var reader = new CsvReader(file);
        if (!reader.ReadRow())
        {
            throw Errors.CsvEmpty(file.Name);
        }

        var (skipped, separator) = (0, SaidSeparator(reader.Row));
        if (separator != 0)
        {
            skipped = 1;
            if (!reader.ReadRow())
            {
                throw Errors.CsvEmpty(file.Name);
            }
        }

        separator = separator != 0 ? separator : FindSeparator(reader.Row);
        var first = Fields(reader, separator);
        var second = reader.ReadRow() ? Fields(reader, separator) : null;
        // Any text has spaces; only numbers are separated by them.
        var commaNumbers = separator != (byte)',';
        if (second is null && (first.Length == 1 || (separator == (byte)' ' && !first.Any(field => IsNumber(field, commaNumbers)))))
        {
            throw Errors.CsvSeparator(file.Name);
        }

        var ends = first.Length > 2 && first[^1].Length == 0 && second is null or [.., ""];
        var commas = separator != (byte)',' && (second ?? first).Any(field => DecimalCommaNumber().IsMatch(field));
        var header = IsHeader(ends ? first[..^1] : first, second, commas) ? first : null;
        return new TableForm(separator, commas, skipped + (header is null ? 0 : 1), header, header is null ? first : second, first.Length, ends);
    }

    /// <summary>Whether a field is a number.</summary>
    public bool IsNumber(string field) => IsNumber(field, DecimalComma);

    private static bool IsNumber(string field, bool decimalComma) =>
        double.TryParse(decimalComma ? field.Replace(',', '.') : field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static byte SaidSeparator(ReadOnlySpan<byte> row)
    {
        var line = row.Trim("\" \t"u8);
        return line.Length == 5 && line.StartsWith("sep="u8) ? line[4]
            : line.Length == 4 && line.StartsWith("sep="u8) ? (byte)'\t'
            : (byte)0;
    }

    // A semicolon is chosen before a comma, which may stand in its numbers. Nothing is found in a table of one column.
    private static byte FindSeparator(ReadOnlySpan<byte> row)
    {
        foreach (var separator in Separators)
        {
            if (row.Trim((byte)' ').Contains(separator))
            {
                return separator;
            }
        }

        return (byte)',';
    }

    private static string[] Fields(CsvReader reader, byte separator)
    {
        reader.Divide(separator);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.Text(column) ?? "")];
    }

    // Names where the next row has numbers, or numbers that are names.
    private static bool IsHeader(string[] first, string[]? second, bool decimalComma)
    {
        var names = first.Count(field => !IsNumber(field, decimalComma));
        if (names > 1)
        {
            return second is null || second.Count(field => !IsNumber(field, decimalComma)) < names;
        }

        if (names == 0)
        {
            return (first[0] == "0" && IsCounting(first)) || (first.Length >= LeastUniqueNames && IsUnique(first) && second is not null && !IsUnique(second));
        }

        if (first.Length == 1)
        {
            return second is not null && IsNumber(second[0], decimalComma);
        }

        var labels = new[] { 0, first.Length - 1 };
        return labels.Any(column => !IsNumber(first[column], decimalComma) && (IsCounting([.. first.Where((_, at) => at != column)])
            || (second is not null && column < second.Length && IsNumber(second[column], decimalComma))));
    }

    private static bool IsUnique(string[] fields) => fields.Distinct().Count() == fields.Length;

    private static bool IsCounting(string[] fields)
    {
        var start = fields[0] is "0" or "1" ? fields[0][0] - '0' : -1;
        return start >= 0 && fields.Length > 3
            && fields.Select((field, index) => field == (start + index).ToString(CultureInfo.InvariantCulture)).All(same => same);
    }

    [GeneratedRegex(@"\A-?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?\z")]
    private static partial Regex DecimalCommaNumber();
}
