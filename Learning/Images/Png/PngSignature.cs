namespace Digits.Learning.Images.Png;

/// <summary>The eight bytes at the start of every PNG, and a guess at what a file without them is.</summary>
internal static class PngSignature
{
    public static ReadOnlySpan<byte> Bytes => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="ImageFormatException">The file is empty, cut short or not a PNG.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new ImageFormatException(ImageFault.Invalid, "The image is empty: it has no bytes.");
        }

        if (file.StartsWith(Bytes))
        {
            return;
        }

        if (file.Length < Bytes.Length && Bytes.StartsWith(file))
        {
            throw new ImageFormatException(ImageFault.Truncated, $"The PNG is cut short: only {file.Length} bytes are there.");
        }

        throw new ImageFormatException(
            ImageFault.Invalid,
            OtherFormat(file) is { } format
                ? $"The image is a {format} file; only PNG is read."
                : "The image is not a PNG: it does not start with the PNG signature.");
    }

    /// <summary>What a file that is no PNG seems to be; null when nothing known.</summary>
    public static string? OtherFormat(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "JPEG",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
        [(byte)'B', (byte)'M', ..] => "BMP",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "WebP",
        [(byte)'<', ..] => "text (perhaps SVG)",
        _ when file.StartsWith("data:"u8) => "text (a data URL: send what follows its comma)",
        _ => null,
    };
}
