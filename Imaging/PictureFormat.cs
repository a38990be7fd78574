namespace Digits.Imaging;

/// <summary>The formats that are read.</summary>
public enum PictureFormat
{
    /// <summary>Portable Network Graphics, of every colour type and bit depth, interlaced or not.</summary>
    Png,

    /// <summary>JPEG, baseline or progressive, grey, colour or CMYK; its EXIF orientation is applied.</summary>
    Jpeg,

    /// <summary>WebP, lossy or lossless; of an animation, the first frame.</summary>
    WebP,

    /// <summary>GIF; of an animation, the first frame.</summary>
    Gif,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>Netpbm: PBM, PGM and PPM, as text or binary (P1 to P6).</summary>
    Pnm,
}

/// <summary>Recognises picture files by their first bytes, never by their names.</summary>
public static class PictureFormats
{
    /// <summary>The formats that are read, for messages.</summary>
    public const string Names = "PNG, JPEG, WebP, GIF, BMP and PNM";

    // The "brands" in the first box of an ISO media file that holds a still picture.
    private static readonly string[] HeicBrands = ["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"];

    internal static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The format of a file that is read; null for every other file.</summary>
    /// <param name="file">The file, or its first 12 bytes at least.</param>
    public static PictureFormat? Recognize(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PictureFormat.Png,
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.WebP,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => PictureFormat.Gif,
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => PictureFormat.Bmp,
        [(byte)'P', >= (byte)'1' and <= (byte)'6', (byte)' ' or (byte)'#' or (>= 9 and <= 13), ..] => PictureFormat.Pnm,
        _ => null,
    };

    /// <summary>The name of a picture format that is known but not read, such as "TIFF"; null for every other file.</summary>
    /// <param name="file">The file, or its first 64 bytes at least.</param>
    public static string? NameUnread(ReadOnlySpan<byte> file) => file switch
    {
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "TIFF",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', _, _, _, _, ..] => NameOfBrand(file),
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
        [0, 0, 1, 0, _, 0, ..] => "ICO",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "PSD",
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "JPEG XL",
        [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "JPEG 2000",
        [(byte)'P', (byte)'7', (byte)'\n' or (byte)'\r', ..] => "PAM",
        _ => IsSvg(file) ? "SVG" : null,
    };

    /// <summary>The name of a format in messages.</summary>
    internal static string NameOf(PictureFormat format) => format is PictureFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();

    /// <summary>Says why a file is refused that <see cref="Recognize"/> does not know.</summary>
    internal static ImageFormatException Refusal(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            return new(ImageFault.Invalid, "The image is empty: it has no bytes.");
        }

        if (PngSignature.StartsWith(file))
        {
            return new(ImageFault.Truncated, $"The PNG is cut short: only {file.Length} bytes are there.");
        }

        if (NameUnread(file) is { } name)
        {
            return new(ImageFault.Unsupported, $"{name} is not read; save the picture as PNG or JPEG.");
        }

        return file.StartsWith("data:"u8)
            ? new(ImageFault.Invalid, "The image is text, a data URL: send what follows its comma, decoded from base64.")
            : new(ImageFault.Invalid, $"The file is not a picture that is read: it does not start like any of {Names}.");
    }

    private static string? NameOfBrand(ReadOnlySpan<byte> file)
    {
        Span<char> brand = stackalloc char[4];
        for (var i = 0; i < brand.Length; i++)
        {
            brand[i] = (char)file[8 + i];
        }

        if (brand is "avif" or "avis")
        {
            return "AVIF";
        }

        foreach (var known in HeicBrands)
        {
            if (brand.SequenceEqual(known))
            {
                return "HEIC";
            }
        }

        return null;
    }

    private static bool IsSvg(ReadOnlySpan<byte> file)
    {
        var text = file.TrimStart(" \t\r\n\uFEFF"u8);
        return text.StartsWith("<svg"u8) || (text.StartsWith("<?xml"u8) && text.IndexOf("<svg"u8) >= 0);
    }
}
