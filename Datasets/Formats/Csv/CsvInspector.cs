using System.Text.RegularExpressions;
using Digits.Datasets.Formats.Arrays;

namespace Digits.Datasets.Formats.Csv;

/// <summary>Finds out from a table's content how it holds its samples.</summary>
internal static partial class CsvInspector
{
    // The column of the labels is chosen by this number of rows, or by more as long as neither candidate changes.
    private const int JudgedRows = 1000;
    private const int MaxDistinct = 256;

    private static readonly byte[] Separators = [(byte)',', (byte)';', (byte)'\t'];

    /// <summary>Inspects a table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="label">Where the caller says that the label is.</param>
    /// <param name="maxSide">The longest side of a picture that is read.</param>
    /// <exception cref="RefusalException">The table holds no labelled pictures that can be read.</exception>
    public static CsvLayout Inspect(DataFile file, LabelColumn label, int maxSide)
    {
        using var reader = new CsvReader(file);
        if (!reader.ReadRow())
        {
            throw Errors.CsvEmpty(file.Name);
        }

        var separator = FindSeparator(file, reader.Row);
        reader.Divide(separator);
        var first = Enumerable.Range(0, reader.FieldCount).Select(column => reader.Text(column) ?? "").ToArray();
        if (first.Length < 2)
        {
            throw Errors.CsvColumns(file.Name, first.Length);
        }

        var second = reader.ReadRow() ? ReadSecond(reader, separator) : null;
        var hasHeader = IsHeader(first, second);
        var (height, width) = Sides(file, first, hasHeader, maxSide);
        var layout = new CsvLayout(separator, hasHeader, first.Length, 0, height, width, 1);
        if (hasHeader && second is null)
        {
            throw Errors.CsvEmpty(file.Name);
        }

        layout = layout with { LabelColumn = FindLabel(file, layout, label, hasHeader ? first : null) };
        return layout with { Scale = ReachesBeyondOne(file, layout) ? 1 : byte.MaxValue };
    }

    private static byte FindSeparator(DataFile file, ReadOnlySpan<byte> row)
    {
        var (best, most) = ((byte)0, 0);
        foreach (var separator in Separators)
        {
            var count = row.Count(separator);
            (best, most) = count > most ? (separator, count) : (best, most);
        }

        return most > 0 ? best
            : throw Errors.CsvSeparator(file.Name, row.Contains((byte)' ') ? "spaces" : row.Contains((byte)'|') ? "\"|\"" : null);
    }

    private static string[] ReadSecond(CsvReader reader, byte separator)
    {
        reader.Divide(separator);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.Text(column) ?? "")];
    }

    // Names where the next row has numbers, or the numbers of the columns themselves.
    private static bool IsHeader(string[] first, string[]? second)
    {
        var names = first.Count(field => !IsNumber(field));
        if (names > 1)
        {
            return second is null || second.Count(field => !IsNumber(field)) < names;
        }

        if (names == 0)
        {
            return first[0] == "0" && IsCounting(first);
        }

        var labels = new[] { 0, first.Length - 1 };
        return labels.Any(column => !IsNumber(first[column]) && (IsCounting([.. first.Where((_, at) => at != column)])
            || (second is not null && column < second.Length && IsNumber(second[column]))));
    }

    private static bool IsCounting(string[] fields)
    {
        var start = fields[0] is "0" or "1" ? fields[0][0] - '0' : -1;
        return start >= 0 && fields.Length > 3
            && fields.Select((field, index) => field == (start + index).ToString(CultureInfo.InvariantCulture)).All(same => same);
    }

    private static bool IsNumber(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static (int Height, int Width) Sides(DataFile file, string[] first, bool hasHeader, int maxSide)
    {
        var pixels = first.Length - 1;
        var side = PictureLayout.SquareSide(pixels);
        var (height, width) = (side, side);
        var named = hasHeader ? ParseSides(first[^1]) ?? ParseSides(first[^2]) : null;
        if (named is (var rows, var columns) && rows * columns == pixels)
        {
            (height, width) = (rows, columns);
        }

        if (height == 0 || pixels < 4)
        {
            throw PictureLayout.SquareSide(first.Length) > 1
                ? Errors.CsvLabelMissing(file.Name, first.Length)
                : Errors.CsvColumns(file.Name, first.Length);
        }

        return height <= maxSide && width <= maxSide
            ? ((int)height, (int)width)
            : throw Errors.CsvPictureTooLarge(file.Name, height, width, maxSide);
    }

    // Headers such as "28x28" end with the picture's size.
    private static (long Rows, long Columns)? ParseSides(string name)
    {
        var size = SizeName().Match(name);
        return size.Success ? (Parse(size.Groups[1]), Parse(size.Groups[2])) : null;

        static long Parse(Group digits) => long.Parse(digits.Value, CultureInfo.InvariantCulture);
    }

    private static int FindLabel(DataFile file, CsvLayout layout, LabelColumn said, string[]? header)
    {
        var last = layout.Columns - 1;
        if (said != LabelColumn.Unspecified)
        {
            return said == LabelColumn.First ? 0 : last;
        }

        if (header is not null && LabelName().IsMatch(header[0]) != LabelName().IsMatch(header[last]))
        {
            return LabelName().IsMatch(header[0]) ? 0 : last;
        }

        return JudgeLabel(file, layout);
    }

    // Corners of pictures hardly change and labels do; where both change, labels take fewer values.
    private static int JudgeLabel(DataFile file, CsvLayout layout)
    {
        var (first, last) = (new HashSet<string>(), new HashSet<string>());
        using var reader = new CsvReader(file);
        for (var row = 0; reader.ReadRow() && (row < JudgedRows || first.Count + last.Count <= 2);)
        {
            reader.Divide(layout.Separator);
            if (reader.FieldCount != layout.Columns || (reader.IsFirst && layout.HasHeader))
            {
                continue;
            }

            row++;
            var (one, other) = (reader.Text(0) ?? "", reader.Text(layout.Columns - 1) ?? "");
            if (IsNumber(one) != IsNumber(other))
            {
                return IsNumber(one) ? layout.Columns - 1 : 0;
            }

            Remember(first, one);
            Remember(last, other);
        }

        return first.Count == 1 && last.Count > 1 ? layout.Columns - 1
            : last.Count == 1 || first.Count <= last.Count ? 0
            : layout.Columns - 1;
    }

    private static void Remember(HashSet<string> values, string value)
    {
        if (values.Count < MaxDistinct)
        {
            values.Add(value);
        }
    }

    private static bool ReachesBeyondOne(DataFile file, CsvLayout layout)
    {
        using var reader = new CsvReader(file);
        while (reader.ReadRow())
        {
            reader.Divide(layout.Separator);
            if (reader.FieldCount != layout.Columns || (reader.IsFirst && layout.HasHeader))
            {
                continue;
            }

            for (var pixel = 0; pixel < layout.Pixels; pixel++)
            {
                if (CsvValue.TryRead(reader.Field(layout.FirstPixel + pixel), out var value) && value > 1)
                {
                    return true;
                }
            }
        }

        return false;
    }

    [GeneratedRegex(@"\A(label|labels|class|target|digit|character|char|y)\z", RegexOptions.IgnoreCase)]
    private static partial Regex LabelName();

    [GeneratedRegex(@"([0-9]{1,5})x([0-9]{1,5})\z", RegexOptions.IgnoreCase)]
    private static partial Regex SizeName();
}

/// <summary>How a table holds its samples.</summary>
/// <param name="Separator">What stands between fields.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Columns">Fields of a row.</param>
/// <param name="LabelColumn">The column of the label: the first or the last.</param>
/// <param name="Height">Height of a picture in pixels.</param>
/// <param name="Width">Width of a picture in pixels.</param>
/// <param name="Scale">What values are multiplied by: 1, or 255 where all are from 0 to 1.</param>
internal sealed record CsvLayout(byte Separator, bool HasHeader, int Columns, int LabelColumn, int Height, int Width, double Scale)
{
    /// <summary>The column of the first pixel.</summary>
    public int FirstPixel => LabelColumn == 0 ? 1 : 0;

    /// <summary>Pixels of a picture.</summary>
    public int Pixels => Height * Width;
}
