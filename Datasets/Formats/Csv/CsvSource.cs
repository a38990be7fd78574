using System.Buffers.Text;
using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Csv;

/// <summary>A table of samples, one a row.</summary>
internal sealed class CsvSource(DataFile file, CsvLayout layout, Part part, LabelMap map) : SampleSource
{
    private const int MaxQuoted = 40;

    public override string Format => "csv";

    public override IReadOnlySet<Part> Parts { get; } = new HashSet<Part> { part };

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        using var reader = new CsvReader(file);
        while (reader.ReadRow())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reader.IsFirst || !layout.HasHeader)
            {
                yield return ReadSample(reader);
            }
        }
    }

    private SourceItem ReadSample(CsvReader reader)
    {
        reader.Divide(layout.Separator);
        if (reader.FieldCount != layout.Columns)
        {
            return Broken(reader, $"It has {reader.FieldCount} values where {layout.Columns} are wanted.");
        }

        if (reader.IsTorn(layout.LabelColumn))
        {
            return Broken(reader, "Its label begins with a quote that does not end.");
        }

        if (reader.Text(layout.LabelColumn) is not { } text)
        {
            return Broken(reader, "Its label is not UTF-8.");
        }

        if (!map.TryMap(WholeNumber(text), out var label, out var labelFault))
        {
            return Broken(reader, $"Its label {labelFault}.");
        }

        var pixels = new byte[layout.Pixels];
        return ReadPixels(reader, pixels) is { } fault
            ? Broken(reader, fault)
            : SourceItem.Of(new GrayImage(layout.Width, layout.Height, pixels), label, part);
    }

    private string? ReadPixels(CsvReader reader, byte[] pixels)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var field = reader.Field(layout.FirstPixel + pixel);
            if (!CsvValue.TryRead(field, out var value))
            {
                var column = layout.FirstPixel + pixel;
                return $"Its column {column + 1} holds \"{Quote(reader, column)}\", which is no number.";
            }

            if (value is < 0 or > byte.MaxValue)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Its column {layout.FirstPixel + pixel + 1} holds {value}; 0 to 255, or 0 to 1 in the whole file, can be read.");
            }

            pixels[pixel] = (byte)Math.Round(value * layout.Scale);
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

    // Tables that were computed with often hold the label 7 as "7.0".
    private static string WholeNumber(string text) =>
        text.Contains('.') && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && decimal.Truncate(number) == number
            ? decimal.Truncate(number).ToString(CultureInfo.InvariantCulture)
            : text;
}

/// <summary>Reads the numbers of a table.</summary>
internal static class CsvValue
{
    /// <summary>Reads a number, with a point before its fraction if it has one. "NaN" and infinities are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out double value)
    {
        // Nearly every value is a whole number of at most three digits.
        if (field.Length is 1 or 2 or 3)
        {
            var number = 0;
            foreach (var digit in field)
            {
                if (digit is < (byte)'0' or > (byte)'9')
                {
                    return TryReadAny(field, out value);
                }

                number = (10 * number) + digit - '0';
            }

            value = number;
            return true;
        }

        return TryReadAny(field, out value);
    }

    private static bool TryReadAny(ReadOnlySpan<byte> field, out double value) =>
        Utf8Parser.TryParse(field, out value, out var used) && used == field.Length && double.IsFinite(value);
}
