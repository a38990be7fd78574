using System.Text.RegularExpressions;
using Digits.Datasets.Formats.Arrays;

namespace Digits.Datasets.Formats.Csv;

/// <summary>Finds out from a table's names and content how it holds its samples.</summary>
internal static partial class CsvInspector
{
    private const string FieldSetting = "label_field", ColumnSetting = "label_column";

    // Nobody writes characters in fewer pixels; such tables hold measurements.
    private const int LeastSide = 6;

    private const int MaxClasses = 200;

    // That a column counts, and that columns are 1 in one place, is judged by this number of rows.
    private const int JudgedRows = 1000;

    // Fewer rows may well have a label of their own each.
    private const int LeastUniqueRows = 20;

    /// <summary>Inspects a table.</summary>
    /// <param name="file">The table.</param>
    /// <param name="settings">What the caller said about it.</param>
    /// <param name="maxSide">The longest side of a picture that is read.</param>
    /// <param name="findings">Where assumptions are recorded.</param>
    /// <returns>The layout; without labels or without pictures where the table has only the other.</returns>
    /// <exception cref="RefusalException">The table holds neither pictures nor labels that can be read.</exception>
    public static CsvLayout Inspect(DataFile file, ImportSettings settings, int maxSide, ImportFindings findings)
    {
        var form = TableForm.Of(file);
        if (form.First is null)
        {
            throw Errors.CsvEmpty(file.Name);
        }

        RefuseFileList(file, form);
        var probe = TableProbe.Of(file, form, JudgedRows);
        var columns = WithoutIndex(file, form, probe, findings);
        var layout = OneHotOnly(form, columns, probe)
            ?? Labelled(file, form, settings, columns, findings)
            ?? WithOneHot(form, columns, probe)
            ?? (probe.IsCounting(columns[0]) ? Labelled(file, form, settings, Without(file, columns, columns[0], form, findings), findings) : null)
            ?? Unlabelled(form, columns)
            ?? (columns.Count == 1 ? new CsvLayout(form, [columns[0]], [], [], 0, 0, ValueRange.Bytes) : null)
            ?? throw Errors.CsvColumns(file.Name, form.Columns - (form.EndsWithSeparator ? 1 : 0));
        if (!layout.HasPictures)
        {
            return layout;
        }

        RefuseMeasurements(file, layout);
        if (layout.Height > maxSide || layout.Width > maxSide)
        {
            throw Errors.CsvPictureTooLarge(file.Name, layout.Height, layout.Width, maxSide);
        }

        var isSaid = settings.LabelField.Length > 0 || settings.LabelColumn != LabelColumn.Unspecified;
        return layout with { Range = FindRange(file, layout, settings, !isSaid, findings) };
    }

    private static CsvLayout? Labelled(DataFile file, TableForm form, ImportSettings settings, List<int> columns, ImportFindings findings)
    {
        if (columns.Count < 2)
        {
            return null;
        }

        var label = SaidLabel(file, form, settings, columns) ?? NamedLabel(form, columns);
        var (pixels, isKnown) = (columns.Where(column => column != (label ?? columns[0])).ToArray(), label is not null);
        var (height, width) = Sides(form, pixels.Length);
        if (height == 0)
        {
            return null;
        }

        if (!isKnown)
        {
            label = LabelEnd.IsLast(file, form, columns[0], columns[^1]) ? columns[^1] : columns[0];
            pixels = [.. columns.Where(column => column != label)];
            var (value, other) = label == columns[0] ? ("LABEL_COLUMN_FIRST", "LABEL_COLUMN_LAST") : ("LABEL_COLUMN_LAST", "LABEL_COLUMN_FIRST");
            findings.Assume(ColumnSetting, value, $"The {(label == columns[0] ? "first" : "last")} column of {file.Name} holds the label.", other);
        }
        else if (settings.LabelField.Length == 0 && settings.LabelColumn == LabelColumn.Unspecified)
        {
            var name = form.Header![label!.Value];
            findings.Assume(FieldSetting, name, $"The column \"{name}\" of {file.Name} holds the label, by its name.");
        }

        return new CsvLayout(form, [label!.Value], [], pixels, height, width, ValueRange.Bytes);
    }

    private static int? SaidLabel(DataFile file, TableForm form, ImportSettings settings, List<int> columns)
    {
        if (settings.LabelField is { Length: > 0 } field)
        {
            var named = form.Header is null ? -1 : Array.FindIndex(form.Header, name => name.Equals(field, StringComparison.OrdinalIgnoreCase));
            return named >= 0 ? named
                : int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= form.Columns ? number - 1
                : throw Errors.SettingInvalid(FieldSetting, $"{file.Name} has no column \"{Errors.Shorten(field, 40)}\"");
        }

        return settings.LabelColumn switch
        {
            LabelColumn.First => columns[0],
            LabelColumn.Last => columns[^1],
            _ => null,
        };
    }

    // A name for labels, or the one name that is none for a pixel.
    private static int? NamedLabel(TableForm form, List<int> columns)
    {
        if (form.Header is not { } names)
        {
            return null;
        }

        var named = columns.Where(column => LabelName().IsMatch(names[column])).ToList();
        if (named.Count > 0)
        {
            return named.Find(column => names[column].Equals("label", StringComparison.OrdinalIgnoreCase)) is > 0 and var exact ? exact : named[0];
        }

        var others = columns.Where(column => !NumberedName().IsMatch(names[column])).Take(2).ToList();
        return others.Count == 1 && columns.Count > 3 && names[others[0]].Length > 0 ? others[0] : null;
    }

    private static CsvLayout? WithOneHot(TableForm form, List<int> columns, TableProbe probe)
    {
        for (var side = (int)Math.Sqrt(columns.Count); side >= LeastSide; side--)
        {
            var classes = columns.Count - (side * side);
            if (classes is < 2 or > MaxClasses)
            {
                continue;
            }

            foreach (var labels in new[] { columns[^classes..], columns[..classes] })
            {
                if (probe.IsOneHot(labels))
                {
                    var pixels = columns.Except(labels).ToArray();
                    return new CsvLayout(form, [.. labels], ClassNames(form, labels), pixels, side, side, ValueRange.Bytes);
                }
            }
        }

        return null;
    }

    // The names of the columns after what they have in common, such as "7" of "digit_7"; their numbers where they have none.
    private static string[] ClassNames(TableForm form, List<int> labels)
    {
        string[] numbers = [.. labels.Select((_, index) => index.ToString(CultureInfo.InvariantCulture))];
        if (form.Header is not { } header)
        {
            return numbers;
        }

        string[] names = [.. labels.Select(column => header[column])];
        var shared = names[0].Length;
        foreach (var name in names)
        {
            shared = Math.Min(shared, name.AsSpan().CommonPrefixLength(names[0]));
        }

        // What they have in common ends with a word, unless numbers follow it.
        while (shared > 0 && char.IsLetterOrDigit(names[0][shared - 1]) && !names.All(name => name.AsSpan(shared).ContainsAnyInRange('0', '9')))
        {
            shared--;
        }

        string[] rests = [.. names.Select(name => name[shared..].Trim())];
        return rests.All(rest => rest.Length > 0) && rests.Distinct().Count() == rests.Length ? rests : numbers;
    }

    private static CsvLayout? Unlabelled(TableForm form, List<int> columns)
    {
        var (height, width) = Sides(form, columns.Count);
        return height > 0 ? new CsvLayout(form, [], [], [.. columns], height, width, ValueRange.Bytes) : null;
    }

    private static CsvLayout? OneHotOnly(TableForm form, List<int> columns, TableProbe probe) =>
        columns.Count is > 1 and <= MaxClasses && probe.IsOneHot(columns)
            ? new CsvLayout(form, [.. columns], ClassNames(form, columns), [], 0, 0, ValueRange.Bytes)
            : null;

    private static (int Height, int Width) Sides(TableForm form, int pixels)
    {
        var named = form.Header?.Reverse().Take(3).Select(ParseSides).FirstOrDefault(sides => sides is not null);
        if (named is var (rows, columns) && rows * columns == pixels)
        {
            return ((int)rows, (int)columns);
        }

        var side = (int)PictureLayout.SquareSide(pixels);
        return side > 1 ? (side, side) : (0, 0);
    }

    // Headers such as "28x28" end with the picture's size.
    private static (long Rows, long Columns)? ParseSides(string name)
    {
        var size = SizeName().Match(name);
        return size.Success ? (Parse(size.Groups[1]), Parse(size.Groups[2])) : null;

        static long Parse(Group digits) => long.Parse(digits.Value, CultureInfo.InvariantCulture);
    }

    private static List<int> WithoutIndex(DataFile file, TableForm form, TableProbe probe, ImportFindings findings)
    {
        List<int> columns = [.. Enumerable.Range(0, form.Columns - (form.EndsWithSeparator ? 1 : 0))];
        if (form.Header is { } names)
        {
            foreach (var column in columns.ToArray())
            {
                if (columns.Count > 1 && (IndexName().IsMatch(names[column]) || (names[column].Length == 0 && probe.IsCounting(column))))
                {
                    columns = Without(file, columns, column, form, findings);
                }
            }
        }

        return columns;
    }

    private static List<int> Without(DataFile file, List<int> columns, int column, TableForm form, ImportFindings findings)
    {
        var name = form.Header is { } names && names[column].Length > 0 ? $"\"{Errors.Shorten(names[column], 40)}\"" : $"{column + 1}";
        findings.Assume(FieldSetting, "", $"The column {name} of {file.Name} numbers the rows and is neither a label nor a pixel.");
        return [.. columns.Where(other => other != column)];
    }

    private static void RefuseFileList(DataFile file, TableForm form)
    {
        var column = Array.FindIndex(form.First!, field => FileName().IsMatch(field));
        if (column >= 0)
        {
            throw Errors.CsvListsFiles(file.Name, form.First![column]);
        }
    }

    // Measurements are as many as a small square by chance.
    private static void RefuseMeasurements(DataFile file, CsvLayout layout)
    {
        var pixels = layout.PixelColumns;
        var texts = pixels.Count(column => column < layout.Form.First!.Length && layout.Form.First[column] is { Length: > 0 } field && !layout.Form.IsNumber(field));
        if (texts > pixels.Length / 4)
        {
            throw Errors.CsvNotPictures(file.Name, $"{texts} of the {pixels.Length} columns that would be pixels hold text");
        }

        var isNamed = layout.Form.Header is { } names && pixels.All(column => PixelName().IsMatch(names[column]));
        if (Math.Min(layout.Height, layout.Width) < LeastSide && !isNamed)
        {
            throw Errors.CsvNotPictures(
                file.Name, $"its {pixels.Length} columns would be pictures of {layout.Height}x{layout.Width} pixels, too few for handwriting");
        }
    }

    private static ValueRange FindRange(DataFile file, CsvLayout layout, ImportSettings settings, bool checksLabels, ImportFindings findings)
    {
        using var reader = new CsvReader(file);
        var (values, labels, rows, repeats) = (new ValueCount(isExact: settings.ValueRange.Length > 0), new HashSet<string>(), 0, !layout.HasLabels || layout.Labels.Length > 1);
        while (reader.ReadRow())
        {
            reader.Divide(layout.Form.Separator);
            if (reader.FieldCount != layout.Form.Columns || reader.Ordinal <= layout.Form.SkippedRows)
            {
                continue;
            }

            rows++;
            repeats |= !repeats && (rows > MaxRowsOfOneLabel || !labels.Add(reader.Text(layout.Labels[0]) ?? ""));
            foreach (var column in layout.PixelColumns)
            {
                if (CsvValue.TryRead(reader.Field(column), layout.Form.DecimalComma, out var value))
                {
                    values.Add(value);
                }
            }

            if (repeats && values.IsPlainBytes)
            {
                break;
            }
        }

        return !repeats && checksLabels && rows >= LeastUniqueRows
            ? throw Errors.CsvLabelsUnique(file.Name, layout.Form.Header?[layout.Labels[0]] ?? $"{layout.Labels[0] + 1}", rows)
            : values.Decide(file.Name, settings.ValueRange, findings);
    }

    // Labels without any repetition in so many rows are none; more are not remembered.
    private const int MaxRowsOfOneLabel = 1_000_000;

    [GeneratedRegex(@"\A(labels?|class(es)?|classid|class_?id|class_?label|targets?|digits?|characters?|char|letter|symbol|symbol_id|y|y_?(train|test)|category)\z", RegexOptions.IgnoreCase)]
    private static partial Regex LabelName();

    [GeneratedRegex(@"\A(unnamed: ?[0-9]+|index|idx|id|no|nr|row|row_?(id|no|number)|(image|sample|picture|record)_?(id|index|no|number))\z", RegexOptions.IgnoreCase)]
    private static partial Regex IndexName();

    [GeneratedRegex(@"\A(pixel|pix|px|p)[ _.-]?[0-9]+\z|[0-9]{1,5}x[0-9]{1,5}\z", RegexOptions.IgnoreCase)]
    private static partial Regex PixelName();

    [GeneratedRegex(@"\A[^0-9]*[0-9]+([x._-][0-9]+)?\z")]
    private static partial Regex NumberedName();

    [GeneratedRegex(@"([0-9]{1,5})x([0-9]{1,5})\z", RegexOptions.IgnoreCase)]
    private static partial Regex SizeName();

    [GeneratedRegex(@"[^,;]\.(png|jpe?g|gif|bmp|tiff?|webp|p[bgnp]m)\z", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();
}
