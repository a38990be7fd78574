namespace Digits.Datasets.Formats.Arrays;

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
