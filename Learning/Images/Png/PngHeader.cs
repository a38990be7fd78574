using System.Buffers.Binary;

namespace Digits.Learning.Images.Png;

/// <summary>The IHDR chunk: size and pixel format.</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType)
{
    /// <summary>The longest side that is read, in pixels.</summary>
    public const int MaxSide = 4096;

    private const int Size = 13;

    /// <summary>Samples a pixel.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Gray or PngColorType.Palette => 1,
        PngColorType.GrayAlpha => 2,
        PngColorType.Rgb => 3,
        _ => 4,
    };

    /// <summary>Bytes of a row, without its filter byte.</summary>
    public int RowBytes => ((Width * Channels * BitDepth) + 7) / 8;

    /// <summary>How far back, in bytes, the filters look for the pixel to the left.</summary>
    public int FilterDistance => Math.Max(1, Channels * BitDepth / 8);

    /// <exception cref="ImageFormatException">The chunk is no header, breaks the rules, or asks for something that is not read here.</exception>
    public static PngHeader Read(PngChunk chunk, int maxSide)
    {
        if (chunk.Type != PngChunk.Ihdr)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The PNG has no IHDR chunk in front: it begins with {chunk.Name}.");
        }

        if (chunk.Data.Length != Size)
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The PNG's IHDR chunk has {chunk.Data.Length} bytes instead of {Size}.");
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(chunk.Data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(chunk.Data[4..]);
        CheckSize(width, height, maxSide);
        CheckMethods(compression: chunk.Data[10], filter: chunk.Data[11], interlace: chunk.Data[12]);
        var header = new PngHeader((int)width, (int)height, chunk.Data[8], (PngColorType)chunk.Data[9]);
        header.CheckFormat();
        return header;
    }

    private static void CheckSize(uint width, uint height, int maxSide)
    {
        if (width == 0 || height == 0 || width > int.MaxValue || height > int.MaxValue)
        {
            throw new ImageFormatException(ImageFault.Invalid, $"The PNG claims an impossible size of {width}x{height} pixels.");
        }

        if (width > maxSide || height > maxSide)
        {
            throw new ImageFormatException(
                ImageFault.TooLarge, $"The PNG claims {width}x{height} pixels; at most {maxSide}x{maxSide} are read.");
        }
    }

    private static void CheckMethods(byte compression, byte filter, byte interlace)
    {
        if (compression != 0 || filter != 0 || interlace > 1)
        {
            throw new ImageFormatException(
                ImageFault.Invalid,
                $"The PNG names an unknown method: compression {compression}, filter {filter}, interlace {interlace}.");
        }

        if (interlace == 1)
        {
            throw new ImageFormatException(ImageFault.Unsupported, "The PNG is interlaced (Adam7); save it without interlacing.");
        }
    }

    private void CheckFormat()
    {
        var legal = ColorType switch
        {
            PngColorType.Gray => BitDepth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => BitDepth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GrayAlpha or PngColorType.Rgba => BitDepth is 8 or 16,
            _ => false,
        };
        if (!legal)
        {
            throw new ImageFormatException(
                ImageFault.Invalid, $"The PNG names an unknown pixel format: colour type {(int)ColorType} with {BitDepth} bits.");
        }
    }
}
