using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Csv;

/// <summary>
/// A table as LIBSVM writes it: a row is a label and then "index:value" for each pixel that is not 0, indices from 1 on. The largest index of
/// the file gives the side of the square pictures, since pixels at their end may be 0 everywhere.
/// </summary>
internal sealed class LibSvmSource : SampleSource
{
    private readonly DataFile _file;
    private readonly Part _part;
    private readonly LabelMap _map;
    private readonly bool _transposed;
    private readonly ValueRange _range;
    private readonly int _side;

    /// <param name="file">The table, in UTF-8.</param>
    /// <param name="part">The part that the names speak of.</param>
    /// <param name="map">Other names of labels.</param>
    /// <param name="transposed">Whether pictures are stored column by column.</param>
    /// <param name="scaling">What values range over.</param>
    /// <param name="maxSide">The longest side of a picture that is read.</param>
    /// <exception cref="RefusalException">The rows hold no pictures.</exception>
    public LibSvmSource(DataFile file, Part part, LabelMap map, bool transposed, ValueScaling scaling, int maxSide)
    {
        (_file, _part, _map, _transposed) = (file, part, map, transposed);
        var pixels = FindPixels();
        _side = (int)Math.Ceiling(Math.Sqrt(pixels));
        if (_side < CsvInspector.MinSide)
        {
            throw Errors.CsvPicturesTooSmall(file.Name, pixels, _side);
        }

        if (_side > maxSide)
        {
            throw Errors.CsvPictureTooLarge(file.Name, _side, _side, maxSide);
        }

        _range = scaling.Find(file.Name, Count);
    }

    public override string Format => "libsvm";

    public override IReadOnlySet<Part> Parts => new HashSet<Part> { _part };

    /// <summary>Whether a text is written so.</summary>
    public static bool IsLibSvm(DataFile file)
    {
        using var reader = new CsvReader(file);
        if (!reader.ReadRow())
        {
            return false;
        }

        reader.Divide((byte)' ');
        if (reader.FieldCount < 2 || !CsvValue.TryRead(reader.Field(0), out _))
        {
            return false;
        }

        for (var field = 1; field < reader.FieldCount; field++)
        {
            if (ReadPixel(reader.Field(field)) is null)
            {
                return false;
            }
        }

        return true;
    }

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        using var reader = new CsvReader(_file);
        while (reader.ReadRow())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ReadSample(reader);
        }
    }

    private SourceItem ReadSample(CsvReader reader)
    {
        reader.Divide((byte)' ');
        var row = string.Create(CultureInfo.InvariantCulture, $"{_file.Name}: row {reader.RowNumber}");
        if (!_map.TryMap(CsvValue.WholeNumber(reader.Text(0) ?? "", NumberFormat.Plain), out var label, out var labelFault))
        {
            return SourceItem.Broken(row, $"Its label {labelFault}.");
        }

        var pixels = new byte[_side * _side];
        _range.TryScale(0, out var nothing);
        pixels.AsSpan().Fill(nothing);
        for (var field = 1; field < reader.FieldCount; field++)
        {
            if (ReadPixel(reader.Field(field)) is not var (index, value))
            {
                return SourceItem.Broken(row, string.Create(CultureInfo.InvariantCulture, $"Its value {field} is not written as index:value."));
            }

            if (!_range.TryScale(value, out pixels[index - 1]))
            {
                return SourceItem.Broken(row, string.Create(CultureInfo.InvariantCulture, $"Its pixel {index} is {value}; {_range.Expected}."));
            }
        }

        var image = new GrayImage(_side, _side, pixels);
        return SourceItem.Of(_transposed ? Transposition.Turn(image) : image, label, _part);
    }

    private int FindPixels()
    {
        using var reader = new CsvReader(_file);
        var pixels = 0;
        while (reader.ReadRow())
        {
            reader.Divide((byte)' ');
            for (var field = 1; field < reader.FieldCount; field++)
            {
                pixels = Math.Max(pixels, ReadPixel(reader.Field(field))?.Index ?? 0);
            }
        }

        return pixels;
    }

    private void Count(ValueCensus census)
    {
        using var reader = new CsvReader(_file);
        while (!census.IsDecided && reader.ReadRow())
        {
            reader.Divide((byte)' ');
            for (var field = 1; field < reader.FieldCount; field++)
            {
                census.Add(ReadPixel(reader.Field(field))?.Value ?? 0);
            }

            for (var pixel = reader.FieldCount - 1; pixel < _side * _side; pixel++)
            {
                census.Add(0);
            }
        }
    }

    private static (int Index, double Value)? ReadPixel(ReadOnlySpan<byte> field)
    {
        const int maxIndex = 1 << 24;
        var colon = field.IndexOf((byte)':');
        return colon > 0
            && int.TryParse(field[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index is > 0 and <= maxIndex
            && CsvValue.TryRead(field[(colon + 1)..], out var value)
                ? (index, value)
                : null;
    }
}
