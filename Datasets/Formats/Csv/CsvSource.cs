using System.Buffers.Text;
using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Csv;

/// <summary>A table of samples, one a row, with their labels in it or in a second table.</summary>
internal sealed class CsvSource(DataFile file, CsvLayout layout, (DataFile File, CsvLayout Layout)? labels, Part part, LabelMap map, bool transposed)
    : SampleSource
{
    private const int MaxQuoted = 40;

    public override string Format => "csv";

    public override IReadOnlySet<Part> Parts { get; } = new HashSet<Part> { part };

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        using var reader = new CsvReader(file);
        using var second = labels is null ? null : new CsvReader(labels.Value.File);
        var count = 0L;
        while (NextRow(reader, layout))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
            if (second is not null && !NextRow(second, labels!.Value.Layout))
            {
                throw Errors.CountMismatch(file.Name, count, labels.Value.File.Name, count - 1);
            }

            yield return ReadSample(reader, second ?? reader);
        }

        if (second is not null && NextRow(second, labels!.Value.Layout))
        {
            throw Errors.CountMismatch(file.Name, count, labels.Value.File.Name, count + 1);
        }
    }

    private static bool NextRow(CsvReader reader, CsvLayout layout)
    {
        while (reader.ReadRow())
        {
            if (reader.Ordinal > layout.Form.SkippedRows)
            {
                reader.Divide(layout.Form.Separator);
                return true;
            }
        }

        return false;
    }

    private SourceItem ReadSample(CsvReader reader, CsvReader labelReader)
    {
        if (reader.FieldCount != layout.Form.Columns)
        {
            return Broken(reader, $"It has {reader.FieldCount} values where {layout.Form.Columns} are wanted.");
        }

        var labelLayout = labels?.Layout ?? layout;
        if (labelReader.FieldCount != labelLayout.Form.Columns)
        {
            return Broken(reader, $"Its row of the labels has {labelReader.FieldCount} values where {labelLayout.Form.Columns} are wanted.");
        }

        if (RowLabel.Read(labelReader, labelLayout, out var text) is { } wrong)
        {
            return Broken(reader, wrong);
        }

        if (!map.TryMap(text, out var label, out var labelFault))
        {
            return Broken(reader, $"Its label {labelFault}.");
        }

        var pixels = new byte[layout.PixelColumns.Length];
        if (ReadPixels(reader, pixels) is { } fault)
        {
            return Broken(reader, fault);
        }

        var image = new GrayImage(layout.Width, layout.Height, pixels);
        return SourceItem.Of(transposed ? Transposing.Of(image) : image, label, part);
    }

    private string? ReadPixels(CsvReader reader, byte[] pixels)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var column = layout.PixelColumns[pixel];
            if (!CsvValue.TryRead(reader.Field(column), layout.Form.DecimalComma, out var value))
            {
                return $"Its column {column + 1} holds \"{Quote(reader, column)}\", which is no number.";
            }

            if (!layout.Range.TryConvert(value, out pixels[pixel]))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"Its column {column + 1} holds {value}; the file's values are read as {layout.Range.Name}.");
            }
        }

        return null;
    }

    private SourceItem Broken(CsvReader reader, string cause) =>
        SourceItem.Broken(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: row {reader.RowNumber}"), cause);

    private static string Quote(CsvReader reader, int column)
    {
        var text = string.Concat((reader.Text(column) ?? "?").Where(character => !char.IsControl(character)));
        return text.Length <= MaxQuoted ? text : $"{text[..MaxQuoted]}...";
    }
}

/// <summary>Reads the numbers of a table.</summary>
internal static class CsvValue
{
    private const int MaxLength = 64;

    /// <summary>Reads a number. "NaN" and infinities are none.</summary>
    /// <param name="field">The field.</param>
    /// <param name="decimalComma">Whether its fraction follows a comma rather than a point.</param>
    /// <param name="value">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> field, bool decimalComma, out double value)
    {
        // Nearly every value is a whole number of at most three digits.
        if (field.Length is 1 or 2 or 3)
        {
            var number = 0;
            foreach (var digit in field)
            {
                if (digit is < (byte)'0' or > (byte)'9')
                {
                    return TryReadAny(field, decimalComma, out value);
                }

                number = (10 * number) + digit - '0';
            }

            value = number;
            return true;
        }

        return TryReadAny(field, decimalComma, out value);
    }

    private static bool TryReadAny(ReadOnlySpan<byte> field, bool decimalComma, out double value)
    {
        if (decimalComma && field.Length <= MaxLength && field.Contains((byte)','))
        {
            Span<byte> point = stackalloc byte[field.Length];
            field.Replace(point, (byte)',', (byte)'.');
            return TryReadAny(point, decimalComma: false, out value);
        }

        return Utf8Parser.TryParse(field, out value, out var used) && used == field.Length && double.IsFinite(value);
    }
}
