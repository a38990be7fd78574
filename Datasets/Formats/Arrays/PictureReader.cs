namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Reads the pictures of an array, whatever the order of its axes. What their values range over is found out from all of them; colours
/// become grey.
/// </summary>
internal sealed class PictureReader : IDisposable
{
    private const int BlockElements = 4096;

    // Pictures of which each element lies far from the next are gathered, as many as this holds, in one pass over the file.
    private const int GatheredBytes = 1 << 26;

    // A file that takes more passes is refused: it would be read for hours.
    private const int MaxPasses = 64;

    private readonly ArrayFile _array;
    private readonly ElementReader _elements;
    private readonly ElementType _type;
    private readonly ValueRange _range;
    private readonly byte[] _block;
    private readonly byte[] _values;
    private readonly byte[] _item;
    private byte[] _gathered = [];
    private long _next;
    private long _gatheredFirst;
    private long _gatheredEnd;

    public PictureReader(ArrayFile array, PictureLayout layout, ValueScaling scaling)
    {
        (_array, _type) = (array, array.Header.Type);
        _block = new byte[BlockElements * _type.Size];
        (_values, _item) = layout.IsPlain ? ([], []) : (new byte[layout.ItemLength], new byte[layout.ItemLength * _type.Size]);
        Layout = layout;
        if (layout.IsLast && layout.Count / Math.Max(1, Gathered(layout)) > MaxPasses)
        {
            throw Errors.ArrayBadDimensions(
                array.Header.Format, array.Name, $"its shape {array.Header.Shape} has the pictures last, and it is too large to be turned; save it with the pictures first");
        }

        _range = scaling.Find(array.Name, census => Count(array, census));
        _elements = new ElementReader(array);
    }

    public PictureLayout Layout { get; }

    /// <summary>Reads the next picture.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Read(Span<byte> pixels)
    {
        if (Layout.IsPlain)
        {
            return ReadPlain(pixels);
        }

        if (Layout.IsLast)
        {
            Gather();
        }
        else
        {
            _elements.Read(_item);
        }

        for (var at = 0; at < _values.Length; at++)
        {
            var value = _type.ReadNumber(_item.AsSpan(at * _type.Size, _type.Size));
            if (!_range.TryScale(value, out _values[at]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"It has the value {value}; {_range.Expected}.");
            }
        }

        Layout.ToGray(_values, pixels);
        return null;
    }

    /// <summary>Makes sure that the file ends after the last picture.</summary>
    public void ReadEnd()
    {
        if (!Layout.IsLast)
        {
            _elements.ReadEnd();
        }
    }

    public void Dispose() => _elements.Dispose();

    private string? ReadPlain(Span<byte> pixels)
    {
        if (_type.IsByte && _range is { Low: 0, High: byte.MaxValue })
        {
            _elements.Read(pixels);
            return null;
        }

        string? fault = null;
        for (var first = 0; first < pixels.Length; first += BlockElements)
        {
            var part = pixels.Slice(first, Math.Min(BlockElements, pixels.Length - first));
            var block = _block.AsSpan(0, part.Length * _type.Size);
            _elements.Read(block);
            fault ??= Convert(block, part, first);
        }

        return fault;
    }

    private string? Convert(ReadOnlySpan<byte> block, Span<byte> pixels, int first)
    {
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = _type.ReadNumber(block.Slice(i * _type.Size, _type.Size));
            if (!_range.TryScale(value, out pixels[i]))
            {
                var (row, column) = Math.DivRem(first + i, Layout.Width);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"It has the value {value} in row {row + 1}, column {column + 1}; {_range.Expected}.");
            }
        }

        return null;
    }

    private long Gathered(PictureLayout layout) => Math.Min(layout.Count, GatheredBytes / ((long)layout.ItemLength * _type.Size));

    // Copies the next picture out of those that were gathered; gathers the next ones where there are none left.
    private void Gather()
    {
        if (_next == _gatheredEnd)
        {
            GatherNext();
        }

        _gathered.AsSpan((int)(_next - _gatheredFirst) * _item.Length, _item.Length).CopyTo(_item);
        _next++;
    }

    // The pictures are the fastest axis: in the file the first element of all of them comes first, then the second.
    private void GatherNext()
    {
        var (size, count) = (_type.Size, (int)Math.Min(Gathered(Layout), Layout.Count - _next));
        _gathered = _gathered.Length == count * _item.Length ? _gathered : new byte[count * _item.Length];
        using var elements = new ElementReader(_array);
        var row = new byte[count * size];
        for (var place = 0; place < Layout.ItemLength; place++)
        {
            Skip(elements, _next);
            elements.Read(row);
            Skip(elements, Layout.Count - _next - count);
            for (var picture = 0; picture < count; picture++)
            {
                row.AsSpan(picture * size, size).CopyTo(_gathered.AsSpan((picture * _item.Length) + (place * size)));
            }
        }

        elements.ReadEnd();
        (_gatheredFirst, _gatheredEnd) = (_next, _next + count);
    }

    private void Skip(ElementReader elements, long count)
    {
        for (; count > 0; count -= BlockElements)
        {
            elements.Read(_block.AsSpan(0, (int)Math.Min(count, BlockElements) * _type.Size));
        }
    }

    // Most files tell in their first pictures.
    private void Count(ArrayFile array, ValueCensus census)
    {
        using var elements = new ElementReader(array);
        for (var left = array.Header.Count * array.Header.ItemLength; left > 0 && !census.IsDecided; left -= BlockElements)
        {
            var count = (int)Math.Min(left, BlockElements);
            var block = _block.AsSpan(0, count * _type.Size);
            elements.Read(block);
            for (var i = 0; i < count; i++)
            {
                census.Add(_type.ReadNumber(block.Slice(i * _type.Size, _type.Size)));
            }
        }
    }
}
