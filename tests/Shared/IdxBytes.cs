using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Tests;

/// <summary>Small IDX files made up for a test; the same arguments give the same bytes.</summary>
internal static class IdxBytes
{
    public const int ImagesMagic = 0x00000803;
    public const int LabelsMagic = 0x00000801;

    /// <summary>
    /// Images that all differ and that normalising leaves as they are: a patch of ink in the middle, of almost even strength.
    /// </summary>
    public static byte[] Images(int count, int height = 28, int width = 28, int seed = 1)
    {
        var random = new Random(seed);
        var (halfHeight, halfWidth) = (height * 9 / 28, width * 9 / 28);
        var pixels = new byte[count * height * width];
        for (var image = 0; image < count; image++)
        {
            for (var y = (height / 2) - halfHeight; y <= (height / 2) + halfHeight; y++)
            {
                random.NextBytes(pixels.AsSpan((((image * height) + y) * width) + (width / 2) - halfWidth, (2 * halfWidth) + 1));
            }
        }

        // Ink from 250 to 255 and paper 0.
        var ink = Array.ConvertAll(pixels, value => (byte)(value == 0 ? 0 : 250 + (value % 6)));
        return [.. Header(ImagesMagic, count, height, width), .. ink];
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
