namespace Digits.Imaging;

/// <summary>
/// An immutable 8-bit grey image. In an "ink" image 0 is paper and 255 is full ink, whatever the colours of the original were.
/// </summary>
public sealed class GrayImage
{
    private readonly byte[] _pixels;

    /// <summary>Makes an image over <paramref name="pixels"/>, which is not copied and must not be changed afterwards.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Row by row, <c>width * height</c> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of pixels is not <c>width * height</c>.</exception>
    public GrayImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)width * height)
        {
            throw new ArgumentException($"{width}x{height} pixels are needed, {pixels.Length} were given.", nameof(pixels));
        }

        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The values, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Whether there is nothing but paper: every value of an ink image is 0.</summary>
    public bool IsBlank => !Pixels.ContainsAnyExcept((byte)0);
}
