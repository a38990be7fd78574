using System.Globalization;
using Digits.Imaging;
using Digits.Processing.V1;

namespace Digits.Processing.Formats.Csv;

/// <summary>A table of samples, one a row.</summary>
internal sealed class CsvSource(DataFile file, CsvLayout layout, Part part, LabelMap map) : PartSource
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
