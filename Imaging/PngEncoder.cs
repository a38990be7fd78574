using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace Digits.Imaging;

/// <summary>
/// Writes 8-bit grey PNG files. The same image always gives the same bytes, on every machine, so an export keeps its checksum. It is
/// ours because it is several times faster than Skia's encoder for the small images that every prediction and thumbnail needs.
/// </summary>
public static class PngEncoder
{
    private const int HeaderSize = 13;
    private const int ZlibHeaderSize = 2;
    private const int ChecksumSize = 4;
    private const int ChunkOverhead = 12;
    private const int AdlerBase = 65521;

    // PNG's number for grey without alpha.
    private const byte Gray = 0;

    // The largest number of values whose sums fit into 32 bits before they must be reduced.
    private const int AdlerStep = 5552;

    /// <summary>Writes <paramref name="image"/> as it is: value 0 becomes black, so an ink image shows white ink on black.</summary>
    public static byte[] Encode(GrayImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Encode(image.Pixels, image.Width, image.Height);
    }

    /// <summary>Writes pixels as they are: value 0 becomes black, so ink shows white on black.</summary>
    /// <param name="pixels">Row by row, <c>width * height</c> values.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var (buffer, length) = EncodePooled(pixels, width, height);
        var png = buffer.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return png;
    }

    /// <summary>Writes pixels as they are into a writer, without making garbage.</summary>
    /// <param name="pixels">Row by row, <c>width * height</c> values.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="output">Takes the file.</param>
    public static void Encode(ReadOnlySpan<byte> pixels, int width, int height, IBufferWriter<byte> output)
    {
        var (buffer, length) = EncodePooled(pixels, width, height);
        output.Write(buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static (byte[] Buffer, int Length) EncodePooled(ReadOnlySpan<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, (long)width * height);
        var rowsLength = checked((width + 1) * height);
        var rows = ArrayPool<byte>.Shared.Rent(rowsLength);
        LayOut(pixels, width, rows.AsSpan(0, rowsLength));

        var most = FixedDeflate.MaxLength(rowsLength) + ZlibHeaderSize + ChecksumSize;
        var file = ArrayPool<byte>.Shared.Rent(PictureFormats.PngSignature.Length + (3 * ChunkOverhead) + HeaderSize + most);
        PictureFormats.PngSignature.CopyTo(file);
        var at = PictureFormats.PngSignature.Length;
        at += Seal(file.AsSpan(at), PngChunks.Ihdr, WriteHeader(Content(file, at), width, height));
        at += Seal(file.AsSpan(at), PngChunks.Idat, WritePixels(Content(file, at), rows.AsSpan(0, rowsLength)));
        at += Seal(file.AsSpan(at), PngChunks.Iend, 0);
        ArrayPool<byte>.Shared.Return(rows);
        return (file, at);
    }

    // Each row begins with its filter: none.
    private static void LayOut(ReadOnlySpan<byte> pixels, int width, Span<byte> rows)
    {
        for (; !pixels.IsEmpty; pixels = pixels[width..], rows = rows[(width + 1)..])
        {
            rows[0] = 0;
            pixels[..width].CopyTo(rows[1..]);
        }
    }

    private static int WriteHeader(Span<byte> data, int width, int height)
    {
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], height);
        data[8] = 8;
        data[9] = Gray;
        data[10..HeaderSize].Clear();
        return HeaderSize;
    }

    private static int WritePixels(Span<byte> data, ReadOnlySpan<byte> rows)
    {
        // Deflate with a window of 32 KB; the pair is a multiple of 31.
        data[0] = 0x78;
        data[1] = 0x01;
        var packed = new FixedDeflate(data[ZlibHeaderSize..]).Pack(rows);
        BinaryPrimitives.WriteUInt32BigEndian(data[(ZlibHeaderSize + packed)..], Adler(rows));
        return ZlibHeaderSize + packed + ChecksumSize;
    }

    private static Span<byte> Content(byte[] file, int chunk) => file.AsSpan(chunk + 8);

    // Puts length, type and checksum around data that is in its place already.
    private static int Seal(Span<byte> chunk, uint type, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(chunk, length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], type);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(8 + length)..], Crc32.HashToUInt32(chunk.Slice(4, 4 + length)));
        return length + ChunkOverhead;
    }

    private static uint Adler(ReadOnlySpan<byte> bytes)
    {
        uint sum = 1, sums = 0;
        while (!bytes.IsEmpty)
        {
            var step = bytes[..Math.Min(AdlerStep, bytes.Length)];
            foreach (var value in step)
            {
                sum += value;
                sums += sum;
            }

            (sum, sums) = (sum % AdlerBase, sums % AdlerBase);
            bytes = bytes[step.Length..];
        }

        return (sums << 16) | sum;
    }
}
