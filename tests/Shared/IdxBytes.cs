using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Tests;

/// <summary>Small IDX files made up for a test; the same arguments give the same bytes.</summary>
internal static class IdxBytes
{
    public const int ImagesMagic = 0x00000803;
    public const int LabelsMagic = 0x00000801;

    /// <summary>Images that all differ: each carries its index in its first bytes, the rest is a pattern of its own.</summary>
    public static byte[] Images(int count, int height = 28, int width = 28, int seed = 1)
    {
        var random = new Random(seed);
        var pixels = new byte[count * height * width];
        random.NextBytes(pixels);
        for (var image = 0; image < count && height * width >= sizeof(int); image++)
        {
            BinaryPrimitives.WriteInt32BigEndian(pixels.AsSpan(image * height * width), image);
        }

        return [.. Header(ImagesMagic, count, height, width), .. pixels];
    }

    /// <summary>Labels that go round: 0, 1, ... classes - 1, 0, 1, ...</summary>
    public static byte[] Labels(int count, int classes = 10) =>
        Labels([.. Enumerable.Range(0, count).Select(index => (byte)(index % classes))]);

    public static byte[] Labels(byte[] values) => [.. Header(LabelsMagic, values.Length), .. values];

    public static byte[] Header(int magic, params int[] sizes)
    {
        var header = new byte[sizeof(int) * (1 + sizes.Length)];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (var dimension = 0; dimension < sizes.Length; dimension++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(sizeof(int) * (dimension + 1)), sizes[dimension]);
        }

        return header;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
