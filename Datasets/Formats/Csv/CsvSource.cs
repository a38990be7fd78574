using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Csv;

/// <summary>A table of samples, one a row; their labels lie in the same table or in another one, row for row.</summary>
/// <param name="pictures">The table of the pictures.</param>
/// <param name="labels">The table of the labels; null where the pictures' table has them.</param>
/// <param name="range">What the pixels' values range over.</param>
/// <param name="part">The part that the names speak of.</param>
/// <param name="transposed">Whether pictures are stored column by column.</param>
/// <param name="map">Other names of labels.</param>
internal sealed class CsvSource(
    CsvTable pictures, CsvTable? labels, ValueRange range, Part part, bool transposed, LabelMap map) : SampleSource
{
    private const int MaxQuoted = 40;

    private readonly CsvLayout _layout = pictures.Layout;
    private readonly bool _isBytes = range is { Low: 0, High: byte.MaxValue };
    private readonly CsvTable _labelTable = labels ?? pictures;

    public override string Format => "csv";

    public override IReadOnlySet<Part> Parts { get; } = new HashSet<Part> { part };

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        using var reader = pictures.Open();
        using var labelReader = labels?.Open();
        while (pictures.ReadRow(reader))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (labelReader is not null && !labels!.ReadRow(labelReader))
            {
                throw CountMismatch();
            }

            yield return ReadSample(reader, labelReader ?? reader);
        }

        if (labelReader is not null && labels!.ReadRow(labelReader))
        {
            throw CountMismatch();
        }
    }

    private RefusalException CountMismatch() =>
        Errors.CountMismatch(pictures.File.Name, pictures.CountRows(), labels!.File.Name, labels.CountRows());

    private SourceItem ReadSample(CsvReader reader, CsvReader labelReader)
    {
        if (Divide(pictures, reader) is { } rowFault)
        {
            return Broken(pictures, reader, rowFault);
        }

        if (labels is not null && Divide(labels, labelReader) is { } labelRowFault)
        {
            return Broken(labels, labelReader, labelRowFault);
        }

        if (_labelTable.Layout.Label!.Read(labelReader, _labelTable.Layout.Dialect.Numbers, out var text) is { } fault)
        {
            return Broken(_labelTable, labelReader, fault);
        }

        if (!map.TryMap(text, out var label, out var labelFault))
        {
            return Broken(_labelTable, labelReader, $"Its label {labelFault}.");
        }

        var pixels = new byte[_layout.Pixels.Length];
        if (ReadPixels(reader, pixels) is { } pixelFault)
        {
            return Broken(pictures, reader, pixelFault);
        }

        var image = new GrayImage(_layout.Width, _layout.Height, pixels);
        return SourceItem.Of(transposed ? Transposition.Turn(image) : image, label, part);
    }

    private static string? Divide(CsvTable table, CsvReader reader)
    {
        reader.Divide(table.Layout.Dialect.Separator);
        return reader.FieldCount == table.Layout.Columns ? null : $"It has {reader.FieldCount} values where {table.Layout.Columns} are wanted.";
    }

    private string? ReadPixels(CsvReader reader, byte[] pixels)
    {
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var column = _layout.Pixels[pixel];
            var field = reader.Field(column);
            if (_isBytes && CsvValue.TryReadByte(field, out pixels[pixel]))
            {
                continue;
            }

            if (!CsvValue.TryRead(field, _layout.Dialect.Numbers, out var value))
            {
                return $"Its column {column + 1} holds \"{Quote(reader, column)}\", which is no number.";
            }

            if (!range.TryScale(value, out pixels[pixel]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"Its column {column + 1} holds {value}; {range.Expected}.");
            }
        }

        return null;
    }

    // "07" and "7" are different labels, and hardly ever meant to be.
    private static SourceItem Broken(CsvTable table, CsvReader reader, string cause) =>
        SourceItem.Broken(string.Create(CultureInfo.InvariantCulture, $"{table.File.Name}: row {reader.RowNumber}"), cause);

    private static string Quote(CsvReader reader, int column)
    {
        var text = string.Concat((reader.Text(column) ?? "?").Where(character => !char.IsControl(character)));
        return text.Length <= MaxQuoted ? text : $"{text[..MaxQuoted]}...";
    }
}

/// <summary>Turns pictures that are stored column by column.</summary>
internal static class Transposition
{
    /// <summary>The picture whose rows are the columns of the given one.</summary>
    public static GrayImage Turn(GrayImage image)
    {
        var turned = new byte[image.Pixels.Length];
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                turned[(column * image.Height) + row] = image.Pixels[(row * image.Width) + column];
            }
        }

        return new GrayImage(image.Height, image.Width, turned);
    }
}
