using System.Buffers.Binary;
using System.Text;
using Digits.Learning.Images;

namespace Digits.Learning.Tests.Images;

public sealed class PictureDecoderTests
{
    [Theory]
    [InlineData("P2 3 3 255 0 0 0 0 200 0 0 0 0")]
    [InlineData("P2\n# a comment\n3 # another\n3\n255\n0 0 0\n0 200 0\n0 0 0\n")]
    [InlineData("P2 3 3 51 0 0 0 0 40 0 0 0 0")]
    public void ReadPicture_TextPgm_IsInk(string file) =>
        Assert.Equal([0, 0, 0, 0, 200, 0, 0, 0, 0], InkReader.ReadPicture(Encoding.ASCII.GetBytes(file)).Pixels.ToArray());

    [Fact]
    public void ReadPicture_BinaryPgm_IsInkOfEitherPolarity()
    {
        byte[] light = [.. "P5 3 3 255\n"u8, 255, 255, 255, 255, 55, 255, 255, 255, 255];
        byte[] wide = [.. "P5 3 3 65535\n"u8, .. Enumerable.Range(0, 9).SelectMany(at => at == 4 ? new byte[] { 200, 200 } : [0, 0])];

        Assert.Equal([0, 0, 0, 0, 200, 0, 0, 0, 0], InkReader.ReadPicture(light).Pixels.ToArray());
        Assert.Equal([0, 0, 0, 0, 200, 0, 0, 0, 0], InkReader.ReadPicture(wide).Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(4, 40)]
    [InlineData(8, 40)]
    [InlineData(16, 40)]
    [InlineData(24, 40)]
    [InlineData(32, 40)]
    [InlineData(24, 12)]
    [InlineData(8, 12)]
    [InlineData(32, 124)]
    public void ReadPicture_Bmp_IsInkAtItsPlace(int depth, int headerSize)
    {
        foreach (var topDown in headerSize == 12 ? [false] : new[] { false, true })
        {
            var ink = InkReader.ReadPicture(Bmp(depth, headerSize, topDown));

            Assert.Equal((5, 3), (ink.Width, ink.Height));
            Assert.Equal(Enumerable.Range(0, 15).Select(at => (byte)(at == 6 ? 255 : 0)), ink.Pixels.ToArray());
        }
    }

    [Theory]
    [InlineData("P2 0 3 255 0", ImageFault.Invalid, "The PGM claims an impossible size of 0x3 pixels.")]
    [InlineData("P5 5000 3 255 0", ImageFault.TooLarge, "The PGM claims 5000x3 pixels; at most 4096x4096 are read.")]
    [InlineData("P5 3 3 0 0", ImageFault.Invalid, "The PGM has the maximum 0, which is not from 1 to 65535.")]
    [InlineData("P5 3 3 255 ab", ImageFault.Truncated, "The PGM is cut short: it claims 3x3 pixels and holds fewer.")]
    [InlineData("P2 2 1 9 1 10", ImageFault.Invalid, "The PGM is damaged: it has the value 10 beyond its maximum 9.")]
    [InlineData("P2 2 1 9 1 x", ImageFault.Invalid, "The PGM is damaged: the byte 120 stands where its value belongs.")]
    [InlineData("P2 99999999999999999999 1 9 1", ImageFault.TooLarge, "The PGM claims ")]
    [InlineData("P6 1 1 255 abc", ImageFault.Invalid, "The file is no picture: it begins as no PNG, PGM or BMP does.")]
    [InlineData("GIF89a", ImageFault.Invalid, "The picture is a GIF file; PNG, PGM and BMP are read.")]
    [InlineData("BM", ImageFault.Truncated, "The BMP is cut short: it ends before its headers do.")]
    public void ReadPicture_BadFile_SaysWhy(string file, ImageFault fault, string message)
    {
        var refused = Assert.Throws<ImageFormatException>(() => InkReader.ReadPicture(Encoding.ASCII.GetBytes(file)));

        Assert.Equal(fault, refused.Fault);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, 9u, "The BMP has an unknown header of 9 bytes.")]
    [InlineData(18, 0u, "The BMP claims an impossible size of 0x3 pixels.")]
    [InlineData(18, 5000u, "The BMP claims 5000x3 pixels; at most 4096x4096 are read.")]
    [InlineData(22, 0x80000000u, "The BMP claims 5x2147483648 pixels; at most 4096x4096 are read.")]
    [InlineData(28, 7u, "The BMP has the wrong bit depth 7.")]
    [InlineData(30, 1u, "The BMP is compressed (method 1); save it uncompressed, or as PNG.")]
    [InlineData(10, 9999u, "The BMP is damaged: it says that its pixels begin at byte 9999.")]
    [InlineData(22, 9u, "The BMP is cut short: it claims 5x9 pixels and holds fewer.")]
    public void ReadPicture_BadBmpField_SaysWhy(int field, uint value, string message)
    {
        var file = Bmp(24, 40, topDown: false);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(field), field == 28 ? value | (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(28)) & 0xFFFF0000) : value);

        Assert.Equal(message, Assert.Throws<ImageFormatException>(() => InkReader.ReadPicture(file)).Message);
    }

    [Fact]
    public void ReadPicture_MaxSide_IsKeptByEveryFormat()
    {
        byte[][] files = [PngEncoder.Encode(new byte[15], 5, 3), "P2 5 3 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"u8.ToArray(), Bmp(24, 40, topDown: false)];

        Assert.All(files, file => Assert.Equal(5, InkReader.ReadPicture(file, maxSide: 5).Width));
        Assert.All(files, file => Assert.Equal(ImageFault.TooLarge, Assert.Throws<ImageFormatException>(() => InkReader.ReadPicture(file, maxSide: 4)).Fault));
    }

    /// <summary>A 5x3 BMP, black with one white pixel: the second of the second row.</summary>
    internal static byte[] Bmp(int depth, int headerSize, bool topDown)
    {
        var colors = depth <= 8 ? 1 << depth : 0;
        var entry = headerSize == 12 ? 3 : 4;
        var pixels = 14 + headerSize + (colors * entry);
        var rowBytes = ((5 * depth) + 31) / 32 * 4;
        var file = new byte[pixels + (3 * rowBytes)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), pixels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), headerSize);
        if (headerSize == 12)
        {
            (file[18], file[20], file[22], file[24]) = (5, 3, 1, (byte)depth);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), 5);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), topDown ? -3 : 3);
            (file[26], file[28]) = (1, (byte)depth);
        }

        if (colors > 0)
        {
            // The last colour is white, all others black.
            file.AsSpan(14 + headerSize + ((colors - 1) * entry), 3).Fill(255);
        }

        for (var bit = depth; bit < 2 * depth; bit++)
        {
            file[pixels + rowBytes + (bit / 8)] |= (byte)(depth < 8 ? 128 >> (bit % 8) : 1 << (bit % 8));
        }

        return file;
    }
}
