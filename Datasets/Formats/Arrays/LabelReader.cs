namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Reads the labels of an array: whole numbers or text, one an item, or a matrix with a row an item that is 1 at the class and 0 elsewhere.
/// </summary>
internal sealed class LabelReader : IDisposable
{
    // QMNIST's label files have eight numbers an item, of which the first is the class.
    private const int QmnistColumns = 8;

    private const int MaxColumns = 65_536;

    // Probabilities that were rounded sum up to nearly one.
    private const double MaxDeviation = 0.02;

    private readonly ElementReader _elements;
    private readonly ElementType _type;
    private readonly byte[] _item;
    private readonly bool _first;
    private readonly ArrayFile _array;
    private readonly ImportFindings _findings;

    public LabelReader(ArrayFile array, ImportFindings findings)
    {
        (_array, _findings) = (array, findings);
        var header = array.Header;
        _type = header.Type;
        _first = header.ItemLength == 1 || IsQmnist(header);
        if (header.ItemLength > MaxColumns || (!_first && !_type.IsNumber))
        {
            throw Errors.ArrayBadDimensions(
                header.Format, array.Name, $"it has the shape {header.Shape}; labels are N items, or N rows with a single 1 each");
        }

        if (header.IsFortran && !_first)
        {
            throw Errors.NpyFortranOrder(array.Name);
        }

        _item = new byte[header.ItemLength * _type.Size];
        _elements = new ElementReader(array);
    }

    /// <summary>Reads the next label.</summary>
    /// <param name="text">The label; empty when there is a fault.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Read(out string text)
    {
        _elements.Read(_item);
        if (!_first)
        {
            return ReadOneHot(out text);
        }

        text = _type.ReadText(_item.AsSpan(0, _type.Size)) ?? "";
        return text.Length > 0 ? null
            : _type.IsNumber ? string.Create(CultureInfo.InvariantCulture, $"Its label {_type.ReadNumber(_item)} is no whole number.")
            : "Its label is empty.";
    }

    /// <summary>Makes sure that the file ends after the last label.</summary>
    public void ReadEnd() => _elements.ReadEnd();

    public void Dispose() => _elements.Dispose();

    /// <summary>Whether an array looks like the labels of QMNIST.</summary>
    public static bool IsQmnist(ArrayHeader header) =>
        header is { Format: "idx", Dimensions: [_, QmnistColumns], Type: { Kind: ElementKind.Signed, Size: 4 } };

    private string? ReadOneHot(out string text)
    {
        text = "";
        var (label, largest, sum, isHard) = (-1, 0.0, 0.0, true);
        for (var column = 0; column * _type.Size < _item.Length; column++)
        {
            var value = _type.ReadNumber(_item.AsSpan(column * _type.Size, _type.Size));
            if (value is not (>= 0 and <= 1))
            {
                return "Its row of the label matrix is not 1 in one place and 0 elsewhere.";
            }

            isHard &= value is 0 or 1;
            sum += value;
            (label, largest) = value > largest ? (column, value) : (label, largest);
        }

        if (label < 0)
        {
            return "Its row of the label matrix is 0 everywhere.";
        }

        if (Math.Abs(sum - 1) > (isHard ? 0 : MaxDeviation))
        {
            return "Its row of the label matrix is not 1 in one place and 0 elsewhere.";
        }

        if (!isHard)
        {
            _findings.Assume("", "", $"The rows of {_array.Name} are probabilities of classes; the likeliest class is the label.");
        }

        text = label.ToString(CultureInfo.InvariantCulture);
        return null;
    }
}
