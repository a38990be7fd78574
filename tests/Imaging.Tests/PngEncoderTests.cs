using System.IO.Compression;

namespace Digits.Imaging.Tests;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(28, 28)]
    [InlineData(257, 3)]
    [InlineData(3, 700)]
    public void Encode_AnyPixels_DecodeToTheSame(int width, int height)
    {
        var random = new Random(width);
        byte[][] images =
        [
            new byte[width * height],
            [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(256))],
            [.. Enumerable.Range(0, width * height).Select(at => (byte)(at / 7 % 3 == 0 ? 255 : 0))],
            [.. Enumerable.Range(0, width * height).Select(at => (byte)(at / 259 * 40))],
        ];

        Assert.All(images, pixels => Assert.Equal(pixels, Stored(PngEncoder.Encode(pixels, width, height), width, height)));
        Assert.All(images, pixels => Assert.Equal(
            PngEncoder.Encode(pixels, width, height), PngEncoder.Encode(new GrayImage(width, height, pixels))));
    }

    [Fact]
    public void Encode_MostlyPaper_IsSmall() => Assert.InRange(PngEncoder.Encode(new byte[784], 28, 28).Length, 57, 90);

    [Fact]
    public void Encode_WrongNumberOfPixels_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PngEncoder.Encode(new byte[3], 2, 2));

    // Unpacked by another's reading of deflate; each row has its filter in front, which is none.
    private static byte[] Stored(byte[] png, int width, int height)
    {
        InkReader.Read(png);
        var data = png.AsSpan(8 + 25 + 8, png.Length - 8 - 25 - 12 - 12).ToArray();
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal((width + 1) * height, rows.Length);
        return [.. rows.ToArray().Chunk(width + 1).SelectMany(row => row[0] == 0 ? row[1..] : throw new InvalidDataException())];
    }
}
