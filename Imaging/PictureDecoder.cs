namespace Digits.Imaging;

/// <summary>Decodes picture files of every format that is read, recognised by their first bytes.</summary>
internal static class PictureDecoder
{
    /// <param name="file">The file.</param>
    /// <param name="maxSide">The longest side that is read, 1 to <see cref="PictureHeader.MaxSide"/>.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The bytes are no picture that can be read; nothing else is thrown.</exception>
    public static Picture Decode(ReadOnlySpan<byte> file, int maxSide = PictureHeader.MaxSide)
    {
        var format = PictureFormats.Recognize(file) ?? throw PictureFormats.Refusal(file);
        switch (format)
        {
            case PictureFormat.Pnm:
                return PnmDecoder.Decode(file, maxSide);
            case PictureFormat.Png:
                var (width, height) = PngChunks.ReadSize(file);
                PictureHeader.CheckSides(width, height, "PNG", maxSide);
                var hasText = PngChunks.Check(file);
                return SkiaDecoder.Decode(hasText ? PngChunks.WithoutText(file) : file, format, maxSide);
            default:
                FileEnds.Check(file, format);
                return SkiaDecoder.Decode(file, format, maxSide);
        }
    }
}
