using System.Buffers.Binary;

namespace Digits.Inference.Prediction;

/// <summary>Reads from a picture's first bytes how many pixels it claims to have, without decoding or allocating anything.</summary>
internal static class PictureSize
{
    private const int PngWidthOffset = 16;
    private const int PngHeightOffset = 20;
    private const int PngSizeEnd = 24;

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>
    /// The pixels that decoding would produce at most: those of a PNG's header. Any other file of more than a few bytes counts as larger
    /// than every limit, so that no picture is ever decoded unlimited because its format is not known here.
    /// </summary>
    public static long PixelsOf(ReadOnlySpan<byte> file)
    {
        if (file.Length < PngSizeEnd)
        {
            return 0;
        }

        return file.StartsWith(PngStart)
            ? SaturatingProduct(BinaryPrimitives.ReadUInt32BigEndian(file[PngWidthOffset..]), BinaryPrimitives.ReadUInt32BigEndian(file[PngHeightOffset..]))
            : long.MaxValue;
    }

    private static long SaturatingProduct(uint width, uint height) => (long)Math.Min((ulong)width * height, long.MaxValue);
}
