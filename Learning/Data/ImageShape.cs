namespace Digits.Learning.Data;

/// <summary>The size of an image: rows, columns and values per pixel. Pixels are stored row by row, channels innermost.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Channels">Values per pixel, at least 1.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>The number of values in one image.</summary>
    /// <exception cref="OverflowException">The product does not fit an <see cref="int"/>.</exception>
    public int Size => checked(Height * Width * Channels);

    /// <summary>The shape as people write it, for example <c>28x28x1</c>.</summary>
    public override string ToString() => $"{Height}x{Width}x{Channels}";
}
