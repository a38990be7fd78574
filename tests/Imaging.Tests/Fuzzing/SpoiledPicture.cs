using System.Buffers.Binary;
using System.IO.Hashing;
using Digits.Tests;

namespace Digits.Imaging.Tests.Fuzzing;

/// <summary>Real picture files of every format with a few bytes changed, each made from a number alone.</summary>
internal static class SpoiledPicture
{
    private const int MostInserted = 30;

    private static readonly byte[][] Originals = [.. Pngs(), .. Bmps(), .. Pnms(), .. Files(), .. Jpegs()];

    public static byte[] Make(int number)
    {
        var random = new Random(number);
        var file = Originals[number % Originals.Length].ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            Change(file, random);
        }

        // Half of the PNG get right checksums again, so that the faults reach the decoder behind them.
        var bytes = file.ToArray();
        if (random.Next(2) == 0)
        {
            RepairChecksums(bytes);
        }

        return bytes;
    }

    private static void Change(List<byte> file, Random random)
    {
        var at = random.Next(file.Count);
        switch (random.Next(7))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                file[at] = (byte)random.Next(256);
                break;
            case 2:
                file.Insert(at, (byte)random.Next(256));
                break;
            case 3 when file.Count > 1:
                file.RemoveAt(at);
                break;
            case 4 when file.Count > 1:
                file.RemoveRange(Math.Max(1, at), file.Count - Math.Max(1, at));
                break;
            case 5:
                var value = (byte)(random.Next(2) * 255);
                for (var i = at; i < Math.Min(at + 4, file.Count); i++)
                {
                    file[i] = value;
                }

                break;
            default:
                file.InsertRange(random.Next(file.Count), file.GetRange(at, Math.Min(MostInserted, file.Count - at)));
                break;
        }
    }

    private static void RepairChecksums(byte[] file)
    {
        for (var at = TestPng.Signature.Length; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (!file.AsSpan().StartsWith(TestPng.Signature) || length > file.Length - at - 12)
            {
                return;
            }

            var end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.HashToUInt32(file.AsSpan(at + 4, 4 + (int)length)));
            at = end + 4;
        }
    }

    private static IEnumerable<byte[]> Pngs()
    {
        var palette = TestPng.Chunk("PLTE", 1, 2, 3, 200, 100, 50, 9, 9, 9, 0, 0, 0);
        byte[] profile = [(byte)'x', 0, 0, .. TestPng.Compress(new byte[200])];
        return
        [
            TestPng.Encode(12, 9, 8, 0, Noise(12 * 9), y => y % 5, TestPng.Chunk("tRNS", 0, 7)),
            TestPng.Encode(12, 9, 8, 6, Noise(12 * 9 * 4), y => y % 5),
            TestPng.Encode(12, 9, 16, 2, Noise(12 * 9 * 6), y => y % 5, TestPng.Chunk("iCCP", profile)),
            TestPng.Encode(12, 9, 2, 3, Noise(3 * 9), y => y % 5, palette, TestPng.Chunk("tRNS", 0, 128)),
            TestPng.Encode(12, 9, 1, 0, Noise(2 * 9), y => y % 5),
            TestPng.EncodeInterlaced(12, 9, 8, 6, Noise(12 * 9 * 4)),
            TestPng.EncodeInterlaced(12, 9, 4, 0, Noise(6 * 9)),
            PngEncoder.Encode(Noise(28 * 28), 28, 28),
        ];
    }

    private static IEnumerable<byte[]> Bmps() =>
    [
        PictureDecoderTests.Bmp(1, 40, topDown: true),
        PictureDecoderTests.Bmp(4, 40, topDown: false),
        PictureDecoderTests.Bmp(16, 40, topDown: false),
        PictureDecoderTests.Bmp(24, 12, topDown: false),
        PictureDecoderTests.Bmp(32, 124, topDown: true),
        PictureDecoderTests.RunLengthBmp(),
    ];

    private static IEnumerable<byte[]> Pnms() =>
    [
        "P1 4 3 0 1 0 1 010101 1 1"u8.ToArray(),
        "P2 4 3 9\n1 2 3 4 5 6 7 8 9 0 1 2"u8.ToArray(),
        "P3 2 2 9\n1 2 3 4 5 6 7 8 9 0 1 2"u8.ToArray(),
        [.. "P4 10 3\n"u8, 1, 2, 3, 4, 5, 6],
        [.. "P5 4 3 255\n"u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        [.. "P6 2 1 999\n"u8, 1, 2, 3, 4, 1, 0, 0, 1, 2, 9, 3, 0],
    ];

    private static IEnumerable<byte[]> Files() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Imaging.Tests", "Pictures")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    private static IEnumerable<byte[]> Jpegs() =>
        Enumerable.Range(1, 8).Where(orientation => orientation % 3 == 0).Select(orientation => TestJpeg.Encode(new GrayImage(17, 9, Noise(153)), orientation));

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
