using System.Buffers.Binary;
using System.Text;

namespace Digits.Imaging.Tests;

public sealed class PictureDecoderTests
{
    [Theory]
    [InlineData("P2 3 3 255 0 0 0 0 200 0 0 0 0")]
    [InlineData("P2\n# a comment\n3 # another\n3\n255\n0 0 0\n0 200 0\n0 0 0\n")]
    [InlineData("P2 3 3 51 0 0 0 0 40 0 0 0 0")]
    public void Read_TextPgm_IsInk(string file) =>
        Assert.Equal([0, 0, 0, 0, 200, 0, 0, 0, 0], InkReader.Read(Encoding.ASCII.GetBytes(file)).Pixels.ToArray());

    [Fact]
    public void Read_BinaryPgm_IsInkOfEitherPolarity()
    {
        byte[] light = [.. "P5 3 3 255\n"u8, 255, 255, 255, 255, 55, 255, 255, 255, 255];
        byte[] wide = [.. "P5 3 3 65535\n"u8, .. Enumerable.Range(0, 9).SelectMany(at => at == 4 ? new byte[] { 200, 200 } : [0, 0])];

        Assert.Equal([0, 0, 0, 0, 200, 0, 0, 0, 0], InkReader.Read(light).Pixels.ToArray());
        Assert.Equal([0, 0, 0, 0, 200, 0, 0, 0, 0], InkReader.Read(wide).Pixels.ToArray());
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
    public void Read_Bmp_IsInkAtItsPlace(int depth, int headerSize)
    {
        foreach (var topDown in headerSize == 12 ? [false] : new[] { false, true })
        {
            var ink = InkReader.Read(Bmp(depth, headerSize, topDown));

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
    [InlineData("P6 2 1 255 abc", ImageFault.Truncated, "The PPM is cut short: it claims 2x1 pixels and holds fewer.")]
    [InlineData("P1 2 1 12", ImageFault.Invalid, "The PBM is damaged: the byte 50 stands where its value belongs.")]
    [InlineData("P4 9 2 abc", ImageFault.Truncated, "The PBM is cut short: it claims 9x2 pixels and holds fewer.")]
    [InlineData("P3 1 1 255 1 2", ImageFault.Truncated, "The PPM is cut short")]
    [InlineData("P7\nWIDTH 1\n", ImageFault.Unsupported, "PAM is not read; save the picture as PNG or JPEG.")]
    [InlineData("P8 1 1", ImageFault.Invalid, "The file is not a picture that is read: it does not start like any of PNG, JPEG, WebP, GIF, BMP and PNM.")]
    [InlineData("GIF89a", ImageFault.Truncated, "The GIF is cut short: it ends before its headers do.")]
    [InlineData("%PDF-1.7", ImageFault.Unsupported, "PDF is not read; save the picture as PNG or JPEG.")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", ImageFault.Unsupported, "SVG is not read; save the picture as PNG or JPEG.")]
    [InlineData("<?xml version=\"1.0\"?>\n<svg/>", ImageFault.Unsupported, "SVG is not read; save the picture as PNG or JPEG.")]
    [InlineData("\0\0\0\u001cftypavif\0\0\0\0", ImageFault.Unsupported, "AVIF is not read; save the picture as PNG or JPEG.")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", ImageFault.Unsupported, "HEIC is not read; save the picture as PNG or JPEG.")]
    [InlineData("II*\0\u0008\0\0\0", ImageFault.Unsupported, "TIFF is not read; save the picture as PNG or JPEG.")]
    [InlineData("MM\0*\0\0\0\u0008", ImageFault.Unsupported, "TIFF is not read; save the picture as PNG or JPEG.")]
    public void Read_BadFile_SaysWhy(string file, ImageFault fault, string message)
    {
        var refused = Assert.Throws<ImageFormatException>(() => InkReader.Read(Encoding.ASCII.GetBytes(file)));

        Assert.Equal(fault, refused.Fault);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, 9u, "The BMP is damaged: its headers cannot be read.")]
    [InlineData(18, 0u, "The BMP is damaged: its headers cannot be read.")]
    [InlineData(18, 5000u, "The BMP claims 5000x3 pixels; at most 4096x4096 are read.")]
    [InlineData(22, 0x80000000u, "The BMP is damaged: its headers cannot be read.")]
    [InlineData(28, 7u, "The BMP is damaged: its headers cannot be read.")]
    [InlineData(22, 9u, "The BMP is cut short: it claims 5x9 pixels and holds fewer.")]
    public void Read_BadBmpField_SaysWhy(int field, uint value, string message)
    {
        var file = Bmp(24, 40, topDown: false);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(field), field == 28 ? value | (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(28)) & 0xFFFF0000) : value);

        Assert.Equal(message, Assert.Throws<ImageFormatException>(() => InkReader.Read(file)).Message);
    }

    [Theory]
    [InlineData("P1 3 3 000 010 000")]
    [InlineData("P1\n# a comment\n3 3\n0 0 0\n0 1 0\n0 0 0\n")]
    [InlineData("P1 3 3 111101111")]
    [InlineData("P3 3 3 15  0 0 0 0 0 0 0 0 0  0 0 0 0 15 3 0 0 0  0 0 0 0 0 0 0 0 0")]
    public void Read_TextBitmapAndColors_AreInk(string file) =>
        Assert.Equal([0, 0, 0, 0, 255, 0, 0, 0, 0], InkReader.Read(Encoding.ASCII.GetBytes(file)).Pixels.ToArray());

    [Fact]
    public void Read_BinaryBitmapAndColors_AreInk()
    {
        // Ten columns take two bytes a row, of which the last six bits mean nothing.
        byte[] bitmap = [.. "P4 10 2\n"u8, 0, 0x3F, 0x01, 0xBF];
        byte[] colors = [.. "P6 2 3 255\n"u8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 109, 9, 9, 9, 9, 9, 9, 9];
        byte[] wide = [.. "P6 1 1 65535\n"u8, 255, 255, 0, 0, 0, 0];

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0], InkReader.Read(bitmap).Pixels.ToArray());
        Assert.Equal([0, 0, 0, 100, 0, 0], InkReader.Read(colors).Pixels.ToArray());
        Assert.True(InkReader.Read(wide).IsBlank);
    }

    [Fact]
    public void Read_MaxSide_IsKeptByEveryFormat()
    {
        byte[][] files = [PngEncoder.Encode(new byte[15], 5, 3), "P2 5 3 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"u8.ToArray(), Bmp(24, 40, topDown: false)];

        Assert.All(files, file => Assert.Equal(5, InkReader.Read(file, maxSide: 5).Width));
        Assert.All(files, file => Assert.Equal(ImageFault.TooLarge, Assert.Throws<ImageFormatException>(() => InkReader.Read(file, maxSide: 4)).Fault));
    }

    [Fact]
    public void Read_RunLengthBmp_IsInkAtItsPlace() =>
        Assert.Equal([0, 255, 0, 0, 0, 0], InkReader.Read(RunLengthBmp()).Pixels.ToArray());

    /// <summary>A 3x2 BMP of 8 bits whose rows are runs of a count and a colour; a white pixel in the middle of the top row.</summary>
    internal static byte[] RunLengthBmp()
    {
        var plain = Bmp(8, 40, topDown: false);
        var pixels = BinaryPrimitives.ReadInt32LittleEndian(plain.AsSpan(10));
        byte[] file = [.. plain[..pixels], 3, 0, 0, 0, 1, 0, 1, 255, 1, 0, 0, 1];
        (file[18], file[22], file[30]) = (3, 2, 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        return file;
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
