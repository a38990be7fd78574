using System.Buffers.Binary;
using Digits.Learning.Data;
using Digits.Learning.Images;
using Digits.Learning.Images.Png;
using Digits.Tests;

namespace Digits.Learning.Tests.Images;

public sealed class PngFuzzTests
{
    private const int Rounds = 40_000;

    [Fact]
    public void ReadPng_MutatedFiles_AreReadOrRefusedAndNothingElse()
    {
        var random = new Random(20);
        var seeds = Seeds();
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var file = Mutate(seeds[round % seeds.Length], random);
            try
            {
                Assert.InRange(InkReader.ReadPng(file).Pixels.Length, 1, PngHeader.MaxSide * PngHeader.MaxSide);
            }
            catch (ImageFormatException fault)
            {
                Assert.NotEmpty(fault.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 4, Rounds - 1);
    }

    private static byte[][] Seeds()
    {
        var palette = TestPng.Chunk("PLTE", 1, 2, 3, 200, 100, 50, 9, 9, 9, 0, 0, 0);
        return
        [
            TestPng.Encode(12, 9, 8, 0, Noise(12 * 9), y => y % 5, TestPng.Chunk("tRNS", 0, 7)),
            TestPng.Encode(12, 9, 8, 6, Noise(12 * 9 * 4), y => y % 5),
            TestPng.Encode(12, 9, 16, 2, Noise(12 * 9 * 6), y => y % 5),
            TestPng.Encode(12, 9, 2, 3, Noise(3 * 9), y => y % 5, palette, TestPng.Chunk("tRNS", 0, 128)),
            TestPng.Encode(12, 9, 1, 0, Noise(2 * 9), y => y % 5),
        ];
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    // Half of the files get right checksums again, so that the faults reach what lies behind them.
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var file = seed.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(file.Count);
            switch (random.Next(5))
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
                default:
                    file.AddRange(file.GetRange(at, Math.Min(30, file.Count - at)));
                    break;
            }
        }

        var bytes = file.ToArray();
        if (random.Next(2) == 0)
        {
            RepairChecksums(bytes);
        }

        return bytes;
    }

    private static void RepairChecksums(byte[] file)
    {
        var at = TestPng.Signature.Length;
        while (at + 12 <= file.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                return;
            }

            var end = at + 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(end), Crc32.Of(file.AsSpan(at + 4, 4 + (int)length)));
            at = end + 4;
        }
    }
}
