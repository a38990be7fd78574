namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Reads the pictures of an array. What their values range over is found out from all of them.
/// </summary>
internal sealed class PictureReader : IDisposable
{
    private const int BlockElements = 4096;

    private readonly ElementReader _elements;
    private readonly ElementType _type;
    private readonly ValueRange _range;
    private readonly byte[] _block;

    public PictureReader(ArrayFile array, PictureLayout layout, ValueScaling scaling)
    {
        _type = array.Header.Type;
        _block = new byte[BlockElements * _type.Size];
        _range = scaling.Find(array.Name, census => Count(array, census));
        _elements = new ElementReader(array);
        Layout = layout;
    }

    public PictureLayout Layout { get; }

    /// <summary>Reads the next picture.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Read(Span<byte> pixels)
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

    /// <summary>Makes sure that the file ends after the last picture.</summary>
    public void ReadEnd() => _elements.ReadEnd();

    public void Dispose() => _elements.Dispose();

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

/// <summary>How an array holds its pictures: their size in pixels, row by row.</summary>
internal readonly record struct PictureLayout(int Height, int Width)
{
    /// <summary>Pixels of a picture.</summary>
    public int Size => Height * Width;

    /// <summary>
    /// Reads a shape: [N, H, W], [N, H, W, 1], [N, 1, H, W] or [N, square].
    /// </summary>
    /// <exception cref="RefusalException">The array holds no grey pictures that can be read.</exception>
    public static PictureLayout Of(ArrayFile array, int maxSide)
    {
        var header = array.Header;
        if (!header.Type.IsNumber || (header.Format == "idx" && !header.Type.IsByte))
        {
            throw Errors.ArrayElementType(header, array.Name);
        }

        var (height, width) = Sides([.. header.Dimensions.Skip(1)]);
        if (height is 0)
        {
            throw Errors.ArrayBadDimensions(
                header.Format,
                array.Name,
                $"it has the shape {header.Shape}; pictures are NxHxW, NxHxWx1, Nx1xHxW or N rows of a square number of pixels");
        }

        return height <= maxSide && width <= maxSide
            ? new PictureLayout((int)height, (int)width)
            : throw Errors.ArrayBadDimensions(
                header.Format, array.Name, $"it claims pictures of {height}x{width} pixels; 1x1 to {maxSide}x{maxSide} can be read");
    }

    /// <summary>The side of a square with this number of pixels; 0 when the number is not a square.</summary>
    public static long SquareSide(long pixels)
    {
        var side = (long)Math.Round(Math.Sqrt(pixels));
        return side * side == pixels ? side : 0;
    }

    private static (long Height, long Width) Sides(long[] sizes) => sizes switch
    {
        [var height, var width] => (height, width),
        [1, var height, var width] => (height, width),
        [var height, var width, 1] => (height, width),
        [var pixels] => (SquareSide(pixels), SquareSide(pixels)),
        _ => (0, 0),
    };
}
