using Digits.Tests;

namespace Digits.Imaging.Tests;

public sealed class PngDecoderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Decode_EachFilterInEachFormat_GivesThePixels(int filter)
    {
        foreach (var (depth, colorType) in new[] { (8, 0), (16, 0), (8, 2), (16, 2), (8, 4), (16, 4), (8, 6), (16, 6) })
        {
            foreach (var width in new[] { 1, 2, 7, 40 })
            {
                var channels = TestPng.Channels(colorType);
                var rows = Noise(width * 9 * channels * depth / 8, seed: width);

                var decoded = Decode(TestPng.Encode(width, 9, depth, colorType, rows, _ => filter));

                Assert.Equal(Expected(rows, channels, depth / 8), decoded);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Decode_GrayOfFewBits_SpreadsLevelsFromBlackToWhite(int depth)
    {
        var levels = 1 << depth;
        var row = Packed(Enumerable.Range(0, levels), depth);

        var decoded = Decode(TestPng.Encode(levels, 1, depth, 0, row));

        Assert.Equal(Enumerable.Range(0, levels).Select(level => (byte)(level * 255 / (levels - 1))), Channel(decoded, 0));
        Assert.All(Channel(decoded, 3), alpha => Assert.Equal(255, alpha));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Decode_PaletteWithShortTransparency_GivesItsColors(int depth)
    {
        var palette = TestPng.Chunk("PLTE", 10, 20, 30, 40, 50, 60);
        var transparency = TestPng.Chunk("tRNS", 7);

        var decoded = Decode(TestPng.Encode(3, 1, depth, 3, Packed([0, 1, 0], depth), null, palette, transparency));

        Assert.Equal([10, 20, 30, 7, 40, 50, 60, 255, 10, 20, 30, 7], decoded);
    }

    [Fact]
    public void Decode_TransparentGray_IsTransparentWhereTheGrayIsEqual()
    {
        var decoded = Decode(TestPng.Encode(3, 1, 8, 0, [1, 2, 3], null, TestPng.Chunk("tRNS", 0, 2)));

        Assert.Equal([255, 0, 255], Channel(decoded, 3));
    }

    [Fact]
    public void Decode_TransparentGrayOf16Bits_ComparesAllBits()
    {
        var decoded = Decode(TestPng.Encode(2, 1, 16, 0, [1, 2, 1, 3], null, TestPng.Chunk("tRNS", 1, 2)));

        Assert.Equal([0, 255], Channel(decoded, 3));
    }

    [Fact]
    public void Decode_TransparentRgb_IsTransparentWhereAllChannelsAreEqual()
    {
        var decoded = Decode(TestPng.Encode(2, 1, 8, 2, [1, 2, 3, 1, 2, 4], null, TestPng.Chunk("tRNS", 0, 1, 0, 2, 0, 3)));

        Assert.Equal([0, 255], Channel(decoded, 3));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    [InlineData(8, 0)]
    [InlineData(16, 0)]
    [InlineData(8, 2)]
    [InlineData(16, 6)]
    public void Decode_Interlaced_GivesThePixels(int depth, int colorType)
    {
        foreach (var (width, height) in new[] { (1, 1), (3, 2), (8, 8), (13, 11) })
        {
            var rows = Noise(((width * TestPng.Channels(colorType) * depth) + 7) / 8 * height, seed: width);

            var decoded = Decode(TestPng.EncodeInterlaced(width, height, depth, colorType, rows));

            Assert.Equal(Decode(TestPng.Encode(width, height, depth, colorType, rows)), decoded);
        }
    }

    [Fact]
    public void Decode_GammaAndProfile_ChangeNoValue()
    {
        byte[] profile = [(byte)'x', 0, 0, .. TestPng.Compress(new byte[200])];
        byte[][] before =
        [
            TestPng.Chunk("gAMA", 0, 0, 0, 200),
            TestPng.Chunk("cHRM", [.. Enumerable.Range(0, 32).Select(at => (byte)(at % 4 == 2 ? 100 : 0))]),
            TestPng.Chunk("iCCP", profile),
        ];
        byte[] values = [0, 1, 100, 128, 254, 255];

        Assert.All(before, chunk => Assert.Equal(values, Channel(Decode(TestPng.Encode(6, 1, 8, 0, values, null, chunk)), 0)));
        Assert.All(before, chunk => Assert.Equal(values[..3], Decode(TestPng.Encode(2, 1, 8, 2, values, null, chunk))[..3]));
    }

    [Fact]
    public void WithoutText_CompressedTextsAndProfiles_AreLeftOut()
    {
        var bomb = TestPng.Compress(new byte[5_000_000]);
        byte[][] texts = [TestPng.Chunk("zTXt", [65, 0, 0, .. bomb]), TestPng.Chunk("iTXt", [65, 0, 1, 0, 0, 0, .. bomb]), TestPng.Chunk("iCCP", [65, 0, 0, .. bomb])];
        var plain = TestPng.Encode(3, 1, 8, 0, [1, 2, 3], null, TestPng.Chunk("tRNS", 0, 2));
        var laden = TestPng.Encode(3, 1, 8, 0, [1, 2, 3], null, [.. texts, TestPng.Chunk("tRNS", 0, 2)]);

        Assert.False(PngChunks.Check(plain));
        Assert.True(PngChunks.Check(laden));
        Assert.Equal(plain, PngChunks.WithoutText(laden).ToArray());
        Assert.Equal(Decode(plain), Decode(laden));
    }

    [Fact]
    public void Decode_ManyDataChunksAndUnknownAncillaryOnes_GivesThePixels()
    {
        var data = TestPng.Compress([0, 10, 20, 0, 30, 40]);
        byte[][] chunks =
        [
            TestPng.Header(2, 2, 8, 0), TestPng.Chunk("tEXt", 1, 2, 3), TestPng.Chunk("gAMA", 0, 0, 0, 1),
            .. data.Select(value => TestPng.Chunk("IDAT", value)), TestPng.Chunk("IDAT"), TestPng.Chunk("tIME", 1), TestPng.End(),
        ];

        Assert.Equal([10, 20, 30, 40], Channel(Decode(TestPng.File(chunks)), 0));
    }

    [Fact]
    public void Decode_BytesAfterTheEnd_AreIgnored()
    {
        byte[] file = [.. TestPng.Encode(1, 1, 8, 0, [9]), 1, 2, 3];

        Assert.Equal([9], Channel(Decode(file), 0));
    }

    [Fact]
    public void Decode_WhatTheEncoderWrote_GivesThePixels()
    {
        foreach (var (width, height) in new[] { (1, 1), (28, 28), (280, 3), (1, 500) })
        {
            var pixels = Noise(width * height, seed: width);

            Assert.Equal(pixels, Channel(Decode(PngEncoder.Encode(new GrayImage(width, height, pixels))), 1));
        }
    }

    [Fact]
    public void Encode_Twice_GivesTheSameBytes()
    {
        var image = new GrayImage(28, 28, Noise(784, seed: 3));

        Assert.Equal(PngEncoder.Encode(image), PngEncoder.Encode(image));
    }

    private static byte[] Decode(byte[] file)
    {
        using var picture = PictureDecoder.Decode(file);
        var pixels = picture.Pixels.ToArray();
        return picture.Channels == Picture.Rgba ? pixels : [.. pixels.SelectMany(value => new byte[] { value, value, value, 255 })];
    }

    private static byte[] Channel(byte[] rgba, int channel) => [.. rgba.Where((_, i) => i % 4 == channel)];

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Packed(IEnumerable<int> values, int depth)
    {
        var bits = string.Concat(values.Select(value => Convert.ToString(value, 2).PadLeft(depth, '0')));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }

    private static byte[] Expected(byte[] rows, int channels, int sampleBytes)
    {
        var samples = rows.Where((_, i) => i % sampleBytes == 0).Chunk(channels);
        return
        [
            .. samples.SelectMany(s => channels switch
            {
                1 => new byte[] { s[0], s[0], s[0], 255 },
                2 => [s[0], s[0], s[0], s[1]],
                3 => [s[0], s[1], s[2], 255],
                _ => s,
            }),
        ];
    }
}
