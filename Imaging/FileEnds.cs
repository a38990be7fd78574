using System.Buffers.Binary;

namespace Digits.Imaging;

/// <summary>
/// Checks that a file is complete where the decoder would not notice a missing end: it accepts a progressive JPEG after its first coarse
/// scan, and a WebP without the part behind its pixels, which holds the orientation.
/// </summary>
internal static class FileEnds
{
    private const int RiffHeaderSize = 8;
    private const byte MarkerStart = 0xFF;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;

    /// <exception cref="ImageFormatException">The file is cut short.</exception>
    public static void Check(ReadOnlySpan<byte> file, PictureFormat format)
    {
        var isWhole = format switch
        {
            PictureFormat.Jpeg => HasEndOfImage(file),
            PictureFormat.WebP => BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) <= file.Length - RiffHeaderSize,
            _ => true,
        };
        if (!isWhole)
        {
            throw new ImageFormatException(
                ImageFault.Truncated, $"The {PictureFormats.NameOf(format)} is cut short: its end is missing.");
        }
    }

    // A JPEG is a row of segments: FF, a marker, and mostly a length of two bytes that counts itself. Pixels follow a segment without a
    // length of their own; in them FF is always followed by 0 or by a restart marker.
    private static bool HasEndOfImage(ReadOnlySpan<byte> file)
    {
        while (file.IndexOf(MarkerStart) is var start and >= 0 && start + 1 < file.Length)
        {
            var marker = file[start + 1];
            file = file[(start + 1)..];
            switch (marker)
            {
                case EndOfImage:
                    return true;
                case MarkerStart:
                    break;
                case 0 or 1 or (>= 0xD0 and <= StartOfImage):
                    file = file[1..];
                    break;
                default:
                    var length = file.Length >= 3 ? BinaryPrimitives.ReadUInt16BigEndian(file[1..]) : 0;
                    file = file[Math.Min(file.Length, 1 + Math.Max((ushort)2, length))..];
                    break;
            }
        }

        return false;
    }
}
