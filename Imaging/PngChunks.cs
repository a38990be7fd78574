using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Digits.Imaging;

/// <summary>
/// Checks the frame of a PNG before it is decoded. The decoder reads on where a checksum is wrong or the end is missing; this check
/// finds every single flipped bit and every missing end, so that no damaged picture becomes a training image.
/// </summary>
internal static class PngChunks
{
    public const uint Ihdr = 0x49484452;
    private const uint Plte = 0x504C5445;
    public const uint Idat = 0x49444154;
    public const uint Iend = 0x49454E44;
    private const uint Trns = 0x74524E53;
    private const uint Exif = 0x65584966;
    private const uint CompressedText = 0x7A545874;
    private const uint InternationalText = 0x69545874;
    private const uint ColorProfile = 0x69434350;

    // A chunk is its length and type of 4 bytes each, its data, and a checksum of 4 bytes.
    private const int LengthAndType = 8;
    private const int Checksum = 4;
    private const int HeaderSize = 13;

    // The bit that makes the first letter of a type small: a reader that does not know the chunk may skip it.
    private const uint Ancillary = 0x20000000;

    /// <summary>The size that the header claims, not checked yet.</summary>
    /// <exception cref="ImageFormatException">The file is too short for a header, or begins with another chunk.</exception>
    public static (long Width, long Height) ReadSize(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PictureFormats.PngSignature))
        {
            throw PictureFormats.PngSignature.StartsWith(file)
                ? PictureFormats.Refusal(file)
                : new ImageFormatException(ImageFault.Invalid, "The PNG is damaged: its signature is wrong, as after a transfer as text.");
        }

        var header = ReadChunk(file[PictureFormats.PngSignature.Length..], out var type);
        if (type != Ihdr)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The PNG has no IHDR chunk in front: it begins with {NameOf(type)}.");
        }

        return header.Length == HeaderSize
            ? (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]))
            : throw new ImageFormatException(ImageFault.Invalid, $"The PNG's IHDR chunk has {header.Length} bytes instead of {HeaderSize}.");
    }

    /// <summary>Checks the length, checksum and type of every chunk up to the IEND chunk; what follows it is ignored, as everywhere.</summary>
    /// <returns>Whether there are compressed texts or colour profiles, see <see cref="WithoutText"/>.</returns>
    /// <exception cref="ImageFormatException">The file is cut short or damaged, or has a chunk that must not be skipped.</exception>
    public static bool Check(ReadOnlySpan<byte> file)
    {
        var (hasPixels, hasText) = (false, false);
        for (var rest = file[PictureFormats.PngSignature.Length..]; ;)
        {
            var data = ReadChunk(rest, out var type);
            switch (type)
            {
                case Iend when hasPixels:
                    return hasText;
                case Iend:
                    throw new ImageFormatException(ImageFault.Invalid, "The PNG has no pixels: its IDAT chunk is missing or empty.");
                case Ihdr or Plte:
                    break;
                case Idat:
                    hasPixels |= !data.IsEmpty;
                    break;
                case CompressedText or InternationalText or ColorProfile:
                    hasText = true;
                    break;
                case var _ when (type & Ancillary) == 0:
                    throw new ImageFormatException(
                        ImageFault.Unsupported, $"The PNG has a {NameOf(type)} chunk, which cannot be read and must not be skipped.");
            }

            rest = rest[(LengthAndType + data.Length + Checksum)..];
        }
    }

    /// <summary>
    /// Copies a checked file without the chunks that do not change its pixels. The decoder decompresses texts and colour profiles
    /// although nothing uses them, and a small file may expand to gigabytes of them.
    /// </summary>
    public static ReadOnlySpan<byte> WithoutText(ReadOnlySpan<byte> file)
    {
        var copy = new ArrayBufferWriter<byte>(file.Length);
        copy.Write(PictureFormats.PngSignature);
        for (var rest = file[PictureFormats.PngSignature.Length..]; ;)
        {
            var end = LengthAndType + BinaryPrimitives.ReadInt32BigEndian(rest) + Checksum;
            var type = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if ((type & Ancillary) == 0 || type is Trns or Exif)
            {
                copy.Write(rest[..end]);
            }

            if (type == Iend)
            {
                return copy.WrittenSpan;
            }

            rest = rest[end..];
        }
    }

    // The data of the first chunk of "rest".
    private static ReadOnlySpan<byte> ReadChunk(ReadOnlySpan<byte> rest, out uint type)
    {
        if (rest.Length < LengthAndType)
        {
            throw new ImageFormatException(ImageFault.Truncated, "The PNG is cut short: it ends before its IEND chunk.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        type = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        foreach (var letter in rest.Slice(4, 4))
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw new ImageFormatException(ImageFault.Invalid, "The PNG is damaged: a chunk's type is not four letters.");
            }
        }

        if (length > int.MaxValue)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The PNG is damaged: its {NameOf(type)} chunk claims {length} bytes.");
        }

        if (rest.Length - LengthAndType - Checksum < length)
        {
            throw new ImageFormatException(
                ImageFault.Truncated,
                $"The PNG is cut short: its {NameOf(type)} chunk claims {length} bytes and the file ends before them.");
        }

        var end = LengthAndType + (int)length;
        if (Crc32.HashToUInt32(rest[4..end]) != BinaryPrimitives.ReadUInt32BigEndian(rest[end..]))
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The PNG is damaged: the checksum of its {NameOf(type)} chunk is wrong.");
        }

        return rest[LengthAndType..end];
    }

    private static string NameOf(uint type) =>
        Encoding.ASCII.GetString([(byte)(type >> 24), (byte)(type >> 16), (byte)(type >> 8), (byte)type]);
}
