using SkiaSharp;

namespace Digits.Imaging;

/// <summary>Decodes PNG, JPEG, WebP, GIF and BMP with Skia, straight into one buffer of ours and without changing colours.</summary>
internal static class SkiaDecoder
{
    /// <summary>The size that the headers claim, not checked yet.</summary>
    /// <exception cref="ImageFormatException">The headers cannot be read.</exception>
    public static unsafe (long Width, long Height) ReadSize(ReadOnlySpan<byte> file, PictureFormat format)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(data) ?? throw UnreadableHeaders(file, format);
            return (codec.Info.Width, codec.Info.Height);
        }
    }

    /// <param name="file">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="maxSide">The longest side that is read, 1 to <see cref="PictureHeader.MaxSide"/>.</param>
    /// <returns>The picture, which the caller disposes.</returns>
    /// <exception cref="ImageFormatException">The file cannot be read, or only in part.</exception>
    public static unsafe Picture Decode(ReadOnlySpan<byte> file, PictureFormat format, int maxSide)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(data) ?? throw UnreadableHeaders(file, format);
            var stored = codec.Info;
            PictureHeader.CheckSides(stored.Width, stored.Height, PictureFormats.NameOf(format), maxSide);
            var isGray = stored is { ColorType: SKColorType.Gray8, AlphaType: SKAlphaType.Opaque };
            var picture = new Picture(stored.Width, stored.Height, isGray ? Picture.Gray : Picture.Rgba)
            {
                Orientation = (Orientation)codec.EncodedOrigin,
            };
            try
            {
                // Without a colour space Skia leaves the stored values as they are, whatever gamma or profile the file names. Black on
                // white must stay 0 on 255, and the images of MNIST must pass through unchanged.
                var wanted = isGray
                    ? new SKImageInfo(stored.Width, stored.Height, SKColorType.Gray8, SKAlphaType.Opaque)
                    : new SKImageInfo(stored.Width, stored.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
                fixed (byte* pixels = picture.Pixels)
                {
                    Check(codec.GetPixels(wanted, (nint)pixels), stored, format);
                }

                return picture;
            }
            catch
            {
                picture.Dispose();
                throw;
            }
        }
    }

    private static void Check(SKCodecResult result, SKImageInfo stored, PictureFormat format)
    {
        var name = PictureFormats.NameOf(format);
        switch (result)
        {
            case SKCodecResult.Success:
                return;
            case SKCodecResult.IncompleteInput:
                throw new ImageFormatException(
                    ImageFault.Truncated, $"The {name} is cut short: it claims {stored.Width}x{stored.Height} pixels and holds fewer.");
            case SKCodecResult.Unimplemented or SKCodecResult.InvalidConversion:
                throw new ImageFormatException(
                    ImageFault.Unsupported, $"The {name} uses a rare variant of its format that is not read; save it as PNG or JPEG.");
            default:
                throw new ImageFormatException(ImageFault.Invalid, $"The {name} is damaged: its pixels cannot be decoded.");
        }
    }

    private static ImageFormatException UnreadableHeaders(ReadOnlySpan<byte> file, PictureFormat format)
    {
        const int LongestHeaders = 64;
        var name = PictureFormats.NameOf(format);
        return file.Length < LongestHeaders
            ? new(ImageFault.Truncated, $"The {name} is cut short: it ends before its headers do.")
            : new(ImageFault.Invalid, $"The {name} is damaged: its headers cannot be read.");
    }
}
