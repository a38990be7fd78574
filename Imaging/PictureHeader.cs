namespace Digits.Imaging;

/// <summary>The format and size of a picture file, known before any of its pixels is decoded.</summary>
/// <param name="Format">The format.</param>
/// <param name="Width">Columns as stored, 1 to <see cref="MaxSide"/>; an EXIF orientation may swap the two sides.</param>
/// <param name="Height">Rows as stored, 1 to <see cref="MaxSide"/>.</param>
public readonly record struct PictureHeader(PictureFormat Format, int Width, int Height)
{
    /// <summary>The longest side that is read, in pixels.</summary>
    public const int MaxSide = 4096;

    /// <summary>Reads the headers only, which takes microseconds and no memory that grows with the picture.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxSide">The longest side that is allowed, in pixels, 1 to <see cref="MaxSide"/>.</param>
    /// <exception cref="ImageFormatException">The file is no picture that is read, its headers are damaged, or a side is too long.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> file, int maxSide = MaxSide)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSide, MaxSide);
        var format = PictureFormats.Recognize(file) ?? throw PictureFormats.Refusal(file);
        var (width, height) = format switch
        {
            PictureFormat.Pnm => PnmDecoder.ReadSize(file),
            PictureFormat.Png => PngChunks.ReadSize(file),
            _ => SkiaDecoder.ReadSize(file, format),
        };
        CheckSides(width, height, PictureFormats.NameOf(format), maxSide);
        return new PictureHeader(format, (int)width, (int)height);
    }

    /// <summary>Refuses sides that are 0 or too long, before any buffer is sized by them.</summary>
    internal static void CheckSides(long width, long height, string format, int maxSide)
    {
        if (width <= 0 || height <= 0 || width > int.MaxValue || height > int.MaxValue)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The {format} claims an impossible size of {width}x{height} pixels.");
        }

        if (width > maxSide || height > maxSide)
        {
            throw new ImageFormatException(
                ImageFault.TooLarge, $"The {format} claims {width}x{height} pixels; at most {maxSide}x{maxSide} are read.");
        }
    }
}
