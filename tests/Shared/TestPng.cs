using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Digits.Tests;

/// <summary>Writes PNG files of every kind, right or wrong, chunk by chunk.</summary>
internal static class TestPng
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] File(params byte[][] chunks) => [.. Signature, .. chunks.SelectMany(chunk => chunk)];

    public static byte[] Chunk(string type, params byte[] data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. typeAndData, .. BigEndian(Crc(typeAndData))];
    }

    public static byte[] Header(uint width, uint height, int depth, int colorType, int interlace = 0) =>
        Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), (byte)depth, (byte)colorType, 0, 0, (byte)interlace]);

    public static byte[] End() => Chunk("IEND");

    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return compressed.ToArray();
    }

    /// <summary>A whole file from rows of stored samples, each row written with the filter that <paramref name="filter"/> picks.</summary>
    public static byte[] Encode(
        int width, int height, int depth, int colorType, byte[] rows, Func<int, int>? filter = null, params byte[][] before)
    {
        byte[][] chunks =
        [
            Header((uint)width, (uint)height, depth, colorType),
            .. before,
            Chunk("IDAT", Compress(Filter(rows, rows.Length / height, Math.Max(1, Channels(colorType) * depth / 8), filter ?? (_ => 0)))),
            End(),
        ];
        return File(chunks);
    }

    /// <summary>An 8-bit RGBA file; <paramref name="color"/> gives the pixel at x, y.</summary>
    public static byte[] Rgba(int width, int height, Func<int, int, (byte R, byte G, byte B, byte A)> color)
    {
        var rows = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            (rows[4 * i], rows[(4 * i) + 1], rows[(4 * i) + 2], rows[(4 * i) + 3]) = color(i % width, i / width);
        }

        return Encode(width, height, 8, 6, rows, y => y % 5);
    }

    /// <summary>As <see cref="Encode"/>, in the seven passes of Adam7: every pass holds the pixels of a coarser or finer grid.</summary>
    public static byte[] EncodeInterlaced(int width, int height, int depth, int colorType, byte[] rows)
    {
        var bits = Channels(colorType) * depth;
        var stride = ((width * bits) + 7) / 8;
        var passes = new MemoryStream();
        foreach (var (left, top, stepX, stepY) in new[] { (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2) })
        {
            for (var y = top; y < height && left < width; y += stepY)
            {
                var row = new byte[((((width - left + stepX - 1) / stepX) * bits) + 7) / 8];
                for (var (x, to) = (left, 0); x < width; x += stepX)
                {
                    for (var bit = x * bits; bit < (x + 1) * bits; bit++, to++)
                    {
                        row[to / 8] |= (byte)(((rows[(y * stride) + (bit / 8)] >> (7 - (bit % 8))) & 1) << (7 - (to % 8)));
                    }
                }

                passes.WriteByte(0);
                passes.Write(row);
            }
        }

        return File(Header((uint)width, (uint)height, depth, colorType, interlace: 1), Chunk("IDAT", Compress(passes.ToArray())), End());
    }

    public static int Channels(int colorType) => colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    private static byte[] Filter(byte[] rows, int stride, int distance, Func<int, int> filter)
    {
        var filtered = new MemoryStream();
        for (var y = 0; y < rows.Length / stride; y++)
        {
            var type = filter(y);
            filtered.WriteByte((byte)type);
            for (var x = 0; x < stride; x++)
            {
                int At(int column, int row) => column < 0 || row < 0 ? 0 : rows[(row * stride) + column];
                var (a, b, c) = (At(x - distance, y), At(x, y - 1), x < distance ? 0 : At(x - distance, y - 1));
                var guess = type switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => Paeth(a, b, c), _ => 0 };
                filtered.WriteByte((byte)(At(x, y) - guess));
            }
        }

        return filtered.ToArray();
    }

    private static int Paeth(int a, int b, int c)
    {
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
