namespace Digits.Datasets.Formats.Csv;

/// <summary>Tells a row that names the columns from a row of values.</summary>
internal static class CsvHeader
{
    private const int MinMangled = 3;

    /// <summary>Whether the first row has names where the next one has numbers, or the numbers of the columns themselves.</summary>
    public static bool IsHeader(string[] first, string[]? second, NumberFormat numbers)
    {
        var names = first.Count(field => !IsNumber(field, numbers));
        if (names > 1)
        {
            return second is null || second.Count(field => !IsNumber(field, numbers)) < names;
        }

        if (names == 0)
        {
            return (first[0] == "0" && IsCounting(first)) || IsMangled(first);
        }

        if (first.Length == 1)
        {
            return second is not null && IsNumber(second[0], numbers);
        }

        var labels = new[] { 0, first.Length - 1 };
        return labels.Any(column => !IsNumber(first[column], numbers) && (IsCounting([.. first.Where((_, at) => at != column)])
            || (first[column].Length > 0 && second is not null && column < second.Length && IsNumber(second[column], numbers))));
    }

    /// <summary>
    /// Whether the names were made from a row of values: pandas takes the first row of a table without a header as its names, and writes
    /// those that repeat as "0", "0.1", "0.2".
    /// </summary>
    public static bool IsMangled(string[] first)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var mangled = 0;
        foreach (var name in first)
        {
            var point = name.LastIndexOf('.');
            if (point > 0 && seen.TryGetValue(name[..point], out var count)
                && name.AsSpan(point + 1).SequenceEqual(count.ToString(CultureInfo.InvariantCulture)))
            {
                seen[name[..point]]++;
                mangled++;
            }
            else if (!seen.TryAdd(name, 1))
            {
                return false;
            }
        }

        return mangled >= MinMangled && mangled * 2 >= first.Length;
    }

    /// <summary>The names for as many columns as rows have; programs leave out the name of row numbers or of a last, empty column.</summary>
    /// <param name="names">The first row.</param>
    /// <param name="second">The row behind it; null where there is none.</param>
    /// <param name="columns">Fields of most rows.</param>
    public static string[]? Align(string[] names, string[]? second, int columns) =>
        IsMangled(names) || names.All(name => name.Length > 0 && name.All(char.IsAsciiDigit)) ? null
        : names.Length == columns ? names
        : names.Length == columns + 1 && names[^1].Length == 0 ? names[..^1]
        : names.Length == columns - 1 ? (second is [.., ""] ? [.. names, ""] : ["", .. names])
        : null;

    /// <summary>The labels that columns of zeros and ones stand for: what distinguishes their names, or their numbers from 0 on.</summary>
    public static string[] Classes(string[]? names, int count)
    {
        string[] numbers = [.. Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture))];
        if (names is null)
        {
            return numbers;
        }

        var shared = names[0].Length;
        foreach (var name in names)
        {
            shared = Math.Min(shared, name.AsSpan().CommonPrefixLength(names[0]));
        }

        // Of "label_10" and "label_11" the digits are no part of what is shared.
        while (shared > 0 && char.IsAsciiDigit(names[0][shared - 1]))
        {
            shared--;
        }

        string[] classes = [.. names.Select(name => CsvValue.WholeNumber(name[shared..].Trim(), NumberFormat.Plain))];
        return classes.All(name => name.Length > 0) && classes.Distinct().Count() == count ? classes : numbers;
    }

    private static bool IsCounting(string[] fields)
    {
        var start = fields[0] is "0" or "1" ? fields[0][0] - '0' : -1;
        return start >= 0 && fields.Length > 3
            && fields.Select((field, index) => field == (start + index).ToString(CultureInfo.InvariantCulture)).All(same => same);
    }

    private static bool IsNumber(string field, NumberFormat numbers) =>
        field.Length <= CsvValue.MaxLength && Ascii.IsValid(field) && CsvValue.TryRead(Encoding.ASCII.GetBytes(field), numbers, out _);
}
