using Digits.Learning.Images;
using FsCheck;
using FsCheck.Fluent;

namespace Digits.Learning.Tests.Images;

public sealed class PictureFuzzTests
{
    private const int Cases = 40_000;
    private const int MaxSide = 64;
    private const long MaxAllocated = 4 << 20;

    private static readonly byte[][] Seeds =
    [
        "P2 4 3 9\n1 2 3 4 5 6 7 8 9 0 1 2"u8.ToArray(),
        [.. "P5 4 3 255\n"u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        [.. "P5 2 2 999\n"u8, 1, 2, 3, 4, 1, 0, 0, 1],
        PictureDecoderTests.Bmp(1, 40, topDown: true),
        PictureDecoderTests.Bmp(4, 40, topDown: false),
        PictureDecoderTests.Bmp(16, 40, topDown: false),
        PictureDecoderTests.Bmp(24, 12, topDown: false),
        PictureDecoderTests.Bmp(32, 124, topDown: true),
    ];

    [Fact]
    public void ReadPicture_SpoiledPgmAndBmp_AreReadOrRefusedAndNothingElse()
    {
        var refused = 0;
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var file = Mutate(Seeds[random.Next(Seeds.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var ink = InkReader.ReadPicture(file, MaxSide);
                Assert.InRange(ink.Width * ink.Height, 1, MaxSide * MaxSide);
            }
            catch (ImageFormatException fault)
            {
                Assert.NotEmpty(fault.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(20, 1), property);

        Assert.InRange(refused, Cases / 10, Cases - (Cases / 20));
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var file = (byte[])seed.Clone();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(file.Length);
            switch (random.Next(4))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    file = file[..Math.Max(1, at)];
                    break;
                default:
                    file.AsSpan(at, Math.Min(4, file.Length - at)).Fill((byte)(random.Next(2) * 255));
                    break;
            }
        }

        return file;
    }
}
