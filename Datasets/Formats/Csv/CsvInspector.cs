using System.Text.RegularExpressions;
using Digits.Datasets.Formats.Arrays;

namespace Digits.Datasets.Formats.Csv;

/// <summary>Finds out from a table's names and values which columns hold labels, pixels or neither.</summary>
internal sealed partial class CsvInspector
{
    // Smaller "pictures" are measurements: iris has 2x2 of them, the letters and the pen strokes of UCI 4x4.
    public const int MinSide = 6;

    // Fewer rows do not show that the values of a column are no labels, such as one sample of each digit.
    private const int MinRowsForDoubt = 20;

    private const int MaxClasses = 256;
    private const int MaxNamed = 20;

    private readonly DataFile _file;
    private readonly ImportSettings _settings;
    private readonly ImportFindings _findings = new();
    private readonly CsvDialect _dialect;
    private readonly bool _hasHeader;
    private readonly string[]? _names;
    private readonly TableSurvey _survey;

    // The columns that are neither dropped nor labels; pixels in the end.
    private readonly List<int> _rest;
    private int _label = -1;
    private bool _isCertain;
    private bool _isText;

    private CsvInspector(DataFile file, ImportSettings settings)
    {
        (_file, _settings) = (file, settings);
        _dialect = CsvDialect.Of(file);
        var (first, second, columns) = ReadFirstRows();
        _hasHeader = _dialect.Names is null && CsvHeader.IsHeader(first, second, _dialect.Numbers);
        if (_hasHeader && second is null)
        {
            throw Errors.CsvEmpty(file.Name);
        }

        _names = _hasHeader ? CsvHeader.Align(first, second, columns) : _dialect.Names?.Count == columns ? [.. _dialect.Names] : null;
        _survey = TableSurvey.Of(file, _dialect, _hasHeader, _names, columns);
        _rest = [.. Enumerable.Range(0, columns)];
        if (_hasHeader && CsvHeader.IsMangled(first))
        {
            _findings.PassOver($"{file.Name}: row 1", "It names the columns, but its names were made from the values of a sample, which is lost.");
        }
    }

    /// <summary>Inspects a table.</summary>
    /// <param name="file">The table, in UTF-8.</param>
    /// <param name="settings">What the caller says about the table.</param>
    /// <param name="maxSide">The longest side of a picture that is read.</param>
    /// <exception cref="RefusalException">The table holds neither pictures nor labels that can be read.</exception>
    public static CsvTable Inspect(DataFile file, ImportSettings settings, int maxSide) =>
        new CsvInspector(file, settings).Inspect(maxSide);

    private CsvTable Inspect(int maxSide)
    {
        DropBlankColumns();
        FindSaidLabel();
        DropByName();
        DropFileNames();
        FindNamedLabel();
        if (FindLabelTable() is { } labels)
        {
            return labels;
        }

        var classes = _label < 0 ? FindOneHot() : null;
        if (_label < 0 && classes is null)
        {
            FindLabelByValues();
        }

        DropOtherColumns();

        var (height, width) = Sides(maxSide, hasLabel: _label >= 0 || classes is not null);
        var label = classes ?? (_label < 0 ? null : new CsvLabel(_label, null));
        if (_label >= 0)
        {
            CheckLabels();
            NoteLabel();
        }

        return new CsvTable(_file, Layout(label, [.. _rest], height, width), _findings, label is null ? LabelMissing() : null);
    }

    // A row that is broken may be among the first, so most of them say how many columns there are.
    private (string[] First, string[]? Second, int Columns) ReadFirstRows()
    {
        const int judged = 20;
        using var reader = _dialect.Open(_file);
        var rows = new List<string[]>();
        var counts = new List<int>();
        while (counts.Count < judged && reader.ReadRow())
        {
            reader.Divide(_dialect.Separator);
            counts.Add(reader.FieldCount);
            if (rows.Count < 2)
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.Text(column) ?? "")]);
            }
        }

        return rows.Count == 0
            ? throw Errors.CsvEmpty(_file.Name)
            : (rows[0], rows.ElementAtOrDefault(1), counts.GroupBy(count => count).MaxBy(group => group.Count())!.Key);
    }

    private CsvLayout Layout(CsvLabel? label, int[] pixels, int height, int width) =>
        new(_dialect, _hasHeader, _survey.Columns, label, pixels, height, width);

    // A separator at the end of each row makes a column of nothing.
    private void DropBlankColumns()
    {
        while (_rest.Count > 1 && _survey[_rest[^1]].IsBlank && string.IsNullOrWhiteSpace(_names?[_rest[^1]]))
        {
            _rest.RemoveAt(_rest.Count - 1);
        }
    }

    private void FindSaidLabel()
    {
        if (_settings.LabelField.Length > 0)
        {
            var column = _names is null ? -1 : Array.FindIndex(_names, name => Same(name, _settings.LabelField));
            TakeLabel(column >= 0 ? column : throw Errors.LabelFieldUnknown(_file.Name, _settings.LabelField, Named()), isCertain: true);
            _findings.UsedSettings.Add("label_field");
        }
    }

    // Row numbers and what else numbers or names the samples.
    private void DropByName()
    {
        foreach (var column in _names is null ? [] : _rest.Where(column => IndexName().IsMatch(_names[column])).ToList())
        {
            _rest.Remove(column);
            var name = _names![column];
            Drop(column, name.Length > 0 ? $"The column {Errors.Quote(name)} numbers or names the samples." : "The column without a name numbers the samples.");
        }

        if (_label < 0 && _settings.LabelColumn != LabelColumn.Unspecified && _rest.Count > 1)
        {
            _findings.UsedSettings.Add("label_column");
            TakeLabel(_settings.LabelColumn == LabelColumn.First ? _rest[0] : _rest[^1], isCertain: true);
        }
    }

    private void DropFileNames()
    {
        var files = _rest.Where(column => _survey[column].IsFileNames).ToList();
        var listed = Enumerable.Range(0, _survey.Columns).FirstOrDefault(column => _survey[column].IsFileNames, -1);
        if (listed >= 0 && _survey.Columns < MinSide * MinSide)
        {
            throw Errors.CsvListsFiles(_file.Name, NameOf(listed));
        }

        foreach (var column in files)
        {
            _rest.Remove(column);
            Drop(column, $"The {NameOf(column)} names files.");
        }
    }

    private void FindNamedLabel()
    {
        if (_label >= 0 || _names is null)
        {
            return;
        }

        var named = _rest.Where(column => LabelName().IsMatch(_names[column]) && !_survey[column].IsBlank)
            .OrderBy(column => Array.FindIndex(LabelWords, word => LabelName().Match(_names[column]).Value.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        if (named.Count > 0)
        {
            TakeLabel(named[0], isCertain: true);
            _findings.Assume(
                "label_field",
                _names[_label],
                $"The labels are taken from the column {Errors.Quote(_names[_label])} because of its name.",
                [.. named.Skip(1).Select(column => _names[column])]);
        }
    }

    // The class as a column of zeros and ones for each, before or behind a square number of pixels.
    private CsvLabel? FindOneHot()
    {
        if (PictureLayout.SquareSide(_rest.Count) > 0 || PictureLayout.SquareSide(_rest.Count - 1) > 0)
        {
            return null;
        }

        for (var side = (int)Math.Sqrt(_rest.Count); side >= MinSide && _rest.Count - (side * side) <= MaxClasses; side--)
        {
            var count = _rest.Count - (side * side);
            foreach (var start in count < 2 ? [] : new[] { _rest.Count - count, 0 })
            {
                if (IsOneHot(start, count))
                {
                    var label = new CsvLabel(_rest[start], CsvHeader.Classes(_names?[_rest[start]..(_rest[start] + count)], count));
                    _rest.RemoveRange(start, count);
                    _findings.Assume("", "", $"The labels are taken from the {count} columns that have a 1 for the label and 0 elsewhere.");
                    return label;
                }
            }
        }

        return null;
    }

    private bool IsOneHot(int start, int count)
    {
        long ones = 0;
        for (var index = start; index < start + count; index++)
        {
            var facts = _survey[_rest[index]];
            if (facts.Zeros + facts.Ones != _survey.Rows || _rest[index] != _rest[start] + index - start)
            {
                return false;
            }

            ones += facts.Ones;
        }

        return ones == _survey.Rows && count >= 2;
    }

    // Without names the label is the first column or the last one, beside a square number of pixels and perhaps a column of row numbers.
    private void FindLabelByValues()
    {
        var texts = _rest.Where(column => _survey[column].IsText).ToList();
        if (texts.Count == 1 && _rest.Count > 1)
        {
            var (isFirst, isLast) = (texts[0] == _rest[0], texts[0] == _rest[^1]);
            TakeLabel(texts[0], isCertain: true);
            _isText = true;
            var (setting, value) = _names is not null ? ("label_field", _names[_label])
                : isFirst ? ("label_column", "LABEL_COLUMN_FIRST")
                : isLast ? ("label_column", "LABEL_COLUMN_LAST")
                : ("", "");
            _findings.Assume(setting, value, $"The labels are taken from the {NameOf(_label)}, the only one that holds text.");
        }

        DropRowNumbers(_label >= 0 ? 0 : 1);
        if (_label >= 0 || _rest.Count < 2 || (PictureLayout.SquareSide(_rest.Count - 1) == 0 && !IsNamedBesideLabel()))
        {
            return;
        }

        if (_survey.Values(_rest[0])?.Distinct == 1 || _survey.Values(_rest[^1])?.Distinct == 1)
        {
            _survey.SampleThroughout(_file);
        }

        TakeLabel(CsvEvidence.LastIsLabel(_survey, _rest) ? _rest[^1] : _rest[0], isCertain: false);
    }

    private bool IsNamedBesideLabel() => NamedSides(_rest[1..]) is not null || NamedSides(_rest[..^1]) is not null;

    private void DropRowNumbers(int labels)
    {
        var pixels = _rest.Count - labels - 1;
        var square = pixels > 0 && PictureLayout.SquareSide(pixels) >= MinSide;
        var column = !square ? -1 : _survey[_rest[0]].IsCounting ? 0 : _survey[_rest[^1]].IsCounting ? _rest.Count - 1 : -1;
        if (column >= 0)
        {
            Drop(_rest[column], $"The {NameOf(_rest[column])} numbers the rows.");
            _rest.RemoveAt(column);
        }
    }

    // Where the columns are not a square number, those are pixels that are named alike, or all that hold numbers.
    private void DropOtherColumns()
    {
        if (_label >= 0)
        {
            DropRowNumbers(0);
        }

        if (IsPicture(_rest))
        {
            return;
        }

        foreach (var column in _rest.Where(column => _survey[column].IsText || _survey[column].IsBlank).ToList())
        {
            _rest.Remove(column);
            Drop(column, $"The {NameOf(column)} holds no pixels.");
        }

        if (IsPicture(_rest) || _names is null)
        {
            return;
        }

        var alike = _rest.GroupBy(column => NumberInName().Replace(_names[column], "#")).MaxBy(group => group.Count())?.ToList();
        if (alike is { Count: >= MinSide * MinSide } && IsPicture(alike) && alike.Count < _rest.Count)
        {
            _rest.Except(alike).ToList().ForEach(column => Drop(column, $"The {NameOf(column)} holds no pixels."));
            _rest.Clear();
            _rest.AddRange(alike);
            return;
        }

        DropOneHot();
    }

    // Beside a label, the same as columns of zeros and ones says nothing new.
    private void DropOneHot()
    {
        if (_label >= 0 && FindOneHot() is { } other)
        {
            _findings.PassOver(_file.Name, $"The columns {other.Column + 1} to {other.Column + other.Classes!.Length} hold the label once more.");
        }
    }

    private bool IsPicture(List<int> columns) => PictureLayout.SquareSide(columns.Count) >= MinSide || NamedSides(columns) is not null;

    // A table of nothing but labels belongs to one of pictures.
    private CsvTable? FindLabelTable()
    {
        if (_label < 0 && _rest.Count == 2 && _survey[_rest[0]].IsCounting && !_survey[_rest[1]].IsCounting)
        {
            Drop(_rest[0], $"The {NameOf(_rest[0])} numbers the rows.");
            _rest.RemoveAt(0);
        }

        var label = _survey.Rows < 2 ? null
            : _label >= 0 && _rest.Count == 0 ? new CsvLabel(_label, null)
            : _label >= 0 ? null
            : _rest.Count == 1 ? new CsvLabel(_rest[0], null)
            : _rest.Count is > 1 and <= MaxClasses && IsOneHot(0, _rest.Count)
                ? new CsvLabel(_rest[0], CsvHeader.Classes(_names?[_rest[0]..(_rest[0] + _rest.Count)], _rest.Count))
                : null;
        return label is null ? null : new CsvTable(_file, Layout(label, [], 0, 0), _findings, Errors.CsvOnlyLabels(_file.Name));
    }

    private (int Height, int Width) Sides(int maxSide, bool hasLabel)
    {
        var texts = Enumerable.Range(0, _survey.Columns).Count(column => _survey[column].IsText);
        var (height, width) = NamedSides(_rest) ?? (PictureLayout.SquareSide(_rest.Count), PictureLayout.SquareSide(_rest.Count));
        if (_rest.Count < MinSide * MinSide && texts > 1 && texts * 2 >= _survey.Columns)
        {
            throw Errors.CsvOfText(_file.Name);
        }

        if (height == 0 || _rest.Count < 4)
        {
            throw Errors.CsvColumns(_file.Name, _survey.Columns);
        }

        if (NamedSides(_rest) is null && height < MinSide)
        {
            throw hasLabel ? Errors.CsvPicturesTooSmall(_file.Name, _rest.Count, height) : Errors.CsvLabelMissing(_file.Name, _survey.Columns, 0, null);
        }

        if (_rest.FirstOrDefault(column => _survey[column].IsText, -1) is var text and >= 0)
        {
            throw Errors.CsvTextInPixels(_file.Name, NameOf(text));
        }

        return height <= maxSide && width <= maxSide
            ? ((int)height, (int)width)
            : throw Errors.CsvPictureTooLarge(_file.Name, height, width, maxSide);
    }

    // Headers such as "28x28" end with the picture's size.
    private (long Height, long Width)? NamedSides(List<int> pixels)
    {
        var size = _names is null || pixels.Count < 4 ? null : SizeName().Match(_names[pixels[^1]]);
        if (size is not { Success: true })
        {
            return null;
        }

        var (height, width) = (Parse(size.Groups[1]), Parse(size.Groups[2]));
        return height * width == pixels.Count ? (height, width) : null;

        static long Parse(Group digits) => long.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
    }

    // A number for each row, or numbers with fractions, are no labels unless a name or the caller says so.
    private void CheckLabels()
    {
        var facts = _survey[_label];
        if (_isText && _survey.Rows > MinRowsForDoubt && _survey.Values(_label) is { AreKeys: true } keys)
        {
            throw Errors.CsvLabelsUnique(_file.Name, NameOf(_label), keys.Distinct, _survey.Rows);
        }

        if (_isCertain || _survey.Rows <= MinRowsForDoubt || facts.Numbers < _survey.Rows)
        {
            return;
        }

        if (facts.Fractions * 2 > _survey.Rows)
        {
            throw Errors.CsvLabelsFractions(_file.Name, NameOf(_label));
        }

        if (_survey.Values(_label) is { } values && values.Distinct * 2 > _survey.Rows)
        {
            throw Errors.CsvLabelsUnique(_file.Name, NameOf(_label), values.Distinct, _survey.Rows);
        }
    }

    private void NoteLabel()
    {
        if (!_isCertain)
        {
            var first = _label <= _rest[0];
            _findings.Assume(
                "label_column",
                first ? "LABEL_COLUMN_FIRST" : "LABEL_COLUMN_LAST",
                first ? "The labels are taken from the first column, since no name says where they are and nothing speaks for the last one."
                    : "The labels are taken from the last column, since its values are spread like labels and those of the first are not.",
                first ? "LABEL_COLUMN_LAST" : "LABEL_COLUMN_FIRST");
        }
    }

    private RefusalException LabelMissing()
    {
        var index = _names is null ? -1 : Array.FindIndex(_names, name => IndexName().IsMatch(name));
        return Errors.CsvLabelMissing(_file.Name, _survey.Columns, _rest.Count, index < 0 ? null : NameOf(index));
    }

    private void TakeLabel(int column, bool isCertain)
    {
        (_label, _isCertain) = (column, isCertain);
        _rest.Remove(column);
    }

    private void Drop(int column, string cause) =>
        _findings.PassOver(string.Create(CultureInfo.InvariantCulture, $"{_file.Name}: column {column + 1}"), cause);

    private string NameOf(int column) => _names is not null && _names[column].Length > 0
        ? $"column {Errors.Quote(_names[column])}"
        : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    private IReadOnlyList<string> Named() => _names is null ? [] : [.. _names.Where(name => name.Length > 0).Take(MaxNamed)];

    private static bool Same(string name, string other) => string.Equals(name.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static readonly string[] LabelWords = ["label", "class", "target", "digit", "char", "letter", "symbol", "category", "true", "ground", "y"];

    [GeneratedRegex(
        @"\A(labels?([ _]?(id|name|index))?|class(es)?([ _]?(id|name|label|index))?|targets?|digits?|char(acter)?s?|letters?|symbols?([ _]?id)?|category|true[ _]?label|ground[ _]?truth|y([ _]?(train|test|true|label))?)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex LabelName();

    [GeneratedRegex(
        @"\A\s*(|unnamed: ?[0-9]+|(image|img|sample|row|file|data|pic(ture)?)?[ _-]?(id|idx|index|no|nr|num|number)|#|row([ _.]?names?)?|rownames|uuid|key|(image|img|file|picture)[ _-]?names?|(image|img|picture)?[ _-]?(file)?[ _-]?(paths?|urls?|files?|file[ _-]?names?))\s*\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex IndexName();

    [GeneratedRegex(@"([0-9]{1,5})x([0-9]{1,5})\z", RegexOptions.IgnoreCase)]
    private static partial Regex SizeName();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberInName();
}
