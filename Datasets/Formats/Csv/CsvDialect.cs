using System.Buffers;
using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats.Csv;

/// <summary>How a table writes its rows.</summary>
/// <param name="Separator">What stands between fields; a space stands for any number of spaces and tabs.</param>
/// <param name="Numbers">How numbers are written.</param>
/// <param name="SkippedRows">Rows before the table.</param>
/// <param name="Names">The columns' names where the rows before the table give them, as in ARFF; null otherwise.</param>
internal sealed partial record CsvDialect(byte Separator, NumberFormat Numbers, int SkippedRows, IReadOnlyList<string>? Names)
{
    private const int JudgedRows = 20;

    // Names of columns take memory; no picture that is read has more pixels.
    private const int MaxNames = 1 << 20;

    // With this number of separators in nearly every row there is no doubt.
    private const int ClearCount = 3;

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789,.-+eE"u8);

    /// <summary>Finds out how a table is written.</summary>
    /// <exception cref="RefusalException">The file has no rows, or is no table.</exception>
    public static CsvDialect Of(DataFile file)
    {
        var (skipped, separator, names) = ReadPreamble(file);
        using var reader = new CsvReader(file, skipped);
        var rows = new List<(long Comma, long Semicolon, long Tab, long Bar)>();
        while (rows.Count < JudgedRows && reader.ReadRow())
        {
            if (names is not null && reader.Row.TrimStart(" \t"u8) is [(byte)'{', ..])
            {
                throw Errors.ArffSparse(file.Name);
            }

            rows.Add((Count(reader.Row, ','), Count(reader.Row, ';'), Count(reader.Row, '\t'), Count(reader.Row, '|')));
        }

        separator ??= rows.Count == 0 ? throw Errors.CsvEmpty(file.Name) : Choose(rows) ?? FindSpaces(file, skipped);
        return new CsvDialect(separator.Value, FindNumbers(file, skipped, separator.Value), skipped, names);
    }

    /// <summary>Opens the table behind what stands before it.</summary>
    public CsvReader Open(DataFile file) => new(file, SkippedRows);

    // Excel's line "sep=;", or the header of an ARFF file.
    private static (int Skipped, byte? Separator, IReadOnlyList<string>? Names) ReadPreamble(DataFile file)
    {
        using var reader = new CsvReader(file);
        if (!reader.ReadRow())
        {
            throw Errors.CsvEmpty(file.Name);
        }

        var first = reader.Row.Trim(" \t\""u8);
        if (reader.Row.Length < 16 && SeparatorLine().Match(Encoding.UTF8.GetString(reader.Row)) is { Success: true } line)
        {
            return (1, (byte)line.Groups[1].ValueSpan[0], null);
        }

        return first is [(byte)'%', ..] || IsKeyword(first, "@relation"u8) ? ReadArff(file, reader) : (0, null, null);
    }

    private static (int Skipped, byte? Separator, IReadOnlyList<string>? Names) ReadArff(DataFile file, CsvReader reader)
    {
        var names = new List<string>();
        var rows = 0;
        do
        {
            rows++;
            var row = reader.Row.TrimStart(" \t"u8);
            if (IsKeyword(row, "@data"u8))
            {
                return (rows, (byte)',', names);
            }

            if (IsKeyword(row, "@attribute"u8) && names.Count < MaxNames)
            {
                var name = AttributeName().Match(Encoding.UTF8.GetString(row[..Math.Min(row.Length, 300)]));
                names.Add(name.Groups[1].Value.Trim('\'', '"'));
            }
        }
        while (reader.ReadRow());
        throw Errors.CsvEmpty(file.Name);
    }

    private static bool IsKeyword(ReadOnlySpan<byte> row, ReadOnlySpan<byte> word) =>
        row.Length >= word.Length && Ascii.EqualsIgnoreCase(row[..word.Length], word);

    // Separators in quotes separate nothing.
    private static long Count(ReadOnlySpan<byte> row, char separator)
    {
        if (!row.Contains((byte)'"'))
        {
            return row.Count((byte)separator);
        }

        var (count, quoted) = (0L, false);
        foreach (var value in row)
        {
            quoted ^= value == '"';
            count += !quoted && value == separator ? 1 : 0;
        }

        return count;
    }

    // A comma may be part of a number, so it comes after the separators that stand in every row as often.
    private static byte? Choose(List<(long Comma, long Semicolon, long Tab, long Bar)> rows)
    {
        (byte Separator, long[] Counts)[] candidates =
        [
            ((byte)'\t', [.. rows.Select(row => row.Tab)]), ((byte)';', [.. rows.Select(row => row.Semicolon)]),
            ((byte)',', [.. rows.Select(row => row.Comma)]), ((byte)'|', [.. rows.Select(row => row.Bar)]),
        ];
        foreach (var (separator, counts) in candidates)
        {
            var usual = counts.GroupBy(count => count).MaxBy(group => group.Count())!;
            if (usual.Key >= ClearCount && usual.Count() * 10 >= counts.Length * 8)
            {
                return separator;
            }
        }

        var most = candidates.MaxBy(candidate => candidate.Counts[0]);
        return most.Counts[0] > 0 ? most.Separator : null;
    }

    // Words of a text are separated by spaces too; only numbers make a table. A column alone needs no separator.
    private static byte FindSpaces(DataFile file, int skipped)
    {
        using var reader = new CsvReader(file, skipped);
        var (rows, numbers, others, wide) = (0, 0, 0, false);
        while (rows < JudgedRows && reader.ReadRow())
        {
            rows++;
            reader.Divide((byte)' ');
            wide |= reader.FieldCount > 1;
            for (var field = 0; field < reader.FieldCount && rows > 1; field++)
            {
                var isNumber = CsvValue.TryRead(reader.Field(field), out _);
                (numbers, others) = isNumber ? (numbers + 1, others) : (numbers, others + 1);
            }
        }

        return rows > 1 && !wide ? (byte)','
            : rows > 1 && numbers > 9 * others ? (byte)' '
            : throw Errors.CsvSeparator(file.Name, wide ? "spaces" : null);
    }

    private static NumberFormat FindNumbers(DataFile file, int skipped, byte separator)
    {
        using var reader = new CsvReader(file, skipped);
        var (commas, groupedCommas, points, groupedPoints) = (0, 0, 0, 0);
        for (var rows = 0; rows < JudgedRows && reader.ReadRow(); rows++)
        {
            if (separator == ',' && !reader.Row.Contains((byte)'"'))
            {
                continue;
            }

            reader.Divide(separator);
            for (var index = 0; index < reader.FieldCount; index++)
            {
                var field = reader.Field(index);
                if (field.Length is 0 or > CsvValue.MaxLength || !field.ContainsAny(",."u8) || field.ContainsAnyExcept(NumberCharacters))
                {
                    continue;
                }

                var text = Encoding.ASCII.GetString(field);
                commas += text.Contains(',') ? 1 : 0;
                groupedCommas += Grouped().IsMatch(text) && text.Contains(',') ? 1 : 0;
                points += text.Contains('.') ? 1 : 0;
                groupedPoints += Grouped().IsMatch(text) && text.Contains('.') ? 1 : 0;
            }
        }

        return commas > 0 && commas == groupedCommas ? NumberFormat.GroupedByComma
            : commas > 0 && separator != ',' ? NumberFormat.DecimalComma
            : commas == 0 && points > 0 && points == groupedPoints && separator == ';' ? NumberFormat.GroupedByPoint
            : NumberFormat.Plain;
    }

    [GeneratedRegex(@"\A\uFEFF?""?sep=([,;|\t ])""?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex SeparatorLine();

    [GeneratedRegex(@"\A@attribute\s+('[^']*'|""[^""]*""|\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex AttributeName();

    [GeneratedRegex(@"\A[-+]?[1-9][0-9]{0,2}([,.][0-9]{3})+\z")]
    private static partial Regex Grouped();
}

/// <summary>How a table writes numbers.</summary>
internal enum NumberFormat
{
    /// <summary>With a point before the fraction.</summary>
    Plain,

    /// <summary>With a comma before the fraction, and perhaps points between thousands.</summary>
    DecimalComma,

    /// <summary>With commas between thousands.</summary>
    GroupedByComma,

    /// <summary>With points between thousands, and no fractions.</summary>
    GroupedByPoint,
}
