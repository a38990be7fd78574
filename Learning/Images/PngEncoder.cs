using System.Buffers.Binary;
using System.IO.Compression;
using Digits.Learning.Images.Png;

namespace Digits.Learning.Images;

/// <summary>Writes 8-bit grey PNG files. The same image always gives the same bytes.</summary>
public static class PngEncoder
{
    /// <summary>Writes <paramref name="image"/> as it is: value 0 becomes black, so an ink image shows white ink on black.</summary>
    public static byte[] Encode(GrayImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var png = new MemoryStream();
        png.Write(PngSignature.Bytes);
        WriteChunk(png, PngChunk.Ihdr, Header(image));
        WriteChunk(png, PngChunk.Idat, Compress(image));
        WriteChunk(png, PngChunk.Iend, []);
        return png.ToArray();
    }

    private static byte[] Header(GrayImage image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = (byte)PngColorType.Gray;
        return header;
    }

    private static byte[] Compress(GrayImage image)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + image.Width];
            for (var y = 0; y < image.Height; y++)
            {
                image.Pixels.Slice(y * image.Width, image.Width).CopyTo(row.AsSpan(1));
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, uint type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[8 + data.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4), type);
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        png.Write(chunk);
    }
}
