using Digits.Learning.Images;
using Digits.Tests;

namespace Digits.Learning.Tests.Images;

public sealed class PngFaultTests
{
    private static readonly byte[] Pixel = TestPng.Chunk("IDAT", TestPng.Compress([0, 1]));
    private static readonly byte[] Gray = TestPng.Header(1, 1, 8, 0);
    private static readonly byte[] Indexed = TestPng.Header(1, 1, 8, 3);
    private static readonly byte[] Palette = TestPng.Chunk("PLTE", 1, 2, 3, 4, 5, 6);

    public static TheoryData<string, ImageFault, byte[]> BadFiles => new()
    {
        { "it has no bytes", ImageFault.Invalid, [] },
        { "only 4 bytes are there", ImageFault.Truncated, TestPng.Signature[..4] },
        { "does not start with the PNG signature", ImageFault.Invalid, "hello, I am text"u8.ToArray() },
        { "is a JPEG file; only PNG is read", ImageFault.Invalid, [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] },
        { "data URL", ImageFault.Invalid, "data:image/png;base64,iVBORw0KGgo="u8.ToArray() },
        { "ends before its IEND chunk", ImageFault.Truncated, TestPng.Signature },
        { "begins with IDAT", ImageFault.Invalid, TestPng.File(Pixel, TestPng.End()) },
        { "IHDR chunk has 12 bytes", ImageFault.Invalid, TestPng.File(TestPng.Chunk("IHDR", new byte[12]), Pixel, TestPng.End()) },
        { "impossible size of 0x1", ImageFault.Invalid, TestPng.File(TestPng.Header(0, 1, 8, 0), Pixel, TestPng.End()) },
        { "claims 100000x100000 pixels; at most 4096x4096", ImageFault.TooLarge, TestPng.File(TestPng.Header(100_000, 100_000, 8, 6), Pixel, TestPng.End()) },
        { "claims 4097x1 pixels", ImageFault.TooLarge, TestPng.File(TestPng.Header(4097, 1, 8, 0), Pixel, TestPng.End()) },
        { "impossible size of 4294967295x1", ImageFault.Invalid, TestPng.File(TestPng.Header(uint.MaxValue, 1, 8, 0), Pixel, TestPng.End()) },
        { "interlaced", ImageFault.Unsupported, TestPng.File(TestPng.Header(1, 1, 8, 0, interlace: 1), Pixel, TestPng.End()) },
        { "interlace 2", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 8, 0, interlace: 2), Pixel, TestPng.End()) },
        { "colour type 1 with 8 bits", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 8, 1), Pixel, TestPng.End()) },
        { "colour type 2 with 4 bits", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 4, 2), Pixel, TestPng.End()) },
        { "colour type 3 with 16 bits", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 16, 3), Palette, Pixel, TestPng.End()) },
        { "second IHDR", ImageFault.Invalid, TestPng.File(Gray, Gray, Pixel, TestPng.End()) },
        { "IDAT chunk is missing", ImageFault.Invalid, TestPng.File(Gray, TestPng.End()) },
        { "ends before its IEND chunk", ImageFault.Truncated, TestPng.File(Gray, Pixel) },
        { "IEND chunk is not empty", ImageFault.Invalid, TestPng.File(Gray, Pixel, TestPng.Chunk("IEND", 1)) },
        { "do not follow one another", ImageFault.Invalid, TestPng.File(Gray, Pixel, TestPng.Chunk("tIME"), Pixel, TestPng.End()) },
        { "a JUNK chunk, which cannot be read", ImageFault.Unsupported, TestPng.File(Gray, TestPng.Chunk("JUNK"), Pixel, TestPng.End()) },
        { "type is not four letters", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("a b1"), Pixel, TestPng.End()) },
        { "palette (PLTE) is missing", ImageFault.Invalid, TestPng.File(Indexed, Pixel, TestPng.End()) },
        { "PLTE chunk comes too late", ImageFault.Invalid, TestPng.File(Indexed, Pixel, Palette, TestPng.End()) },
        { "second PLTE", ImageFault.Invalid, TestPng.File(Indexed, Palette, Palette, Pixel, TestPng.End()) },
        { "PLTE chunk has 4 bytes", ImageFault.Invalid, TestPng.File(Indexed, TestPng.Chunk("PLTE", 1, 2, 3, 4), Pixel, TestPng.End()) },
        { "3 colours, too many for 1 bits", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 1, 3), TestPng.Chunk("PLTE", new byte[9]), Pixel, TestPng.End()) },
        { "grey image has no palette", ImageFault.Invalid, TestPng.File(Gray, Palette, Pixel, TestPng.End()) },
        { "tRNS chunk of 3 bytes", ImageFault.Invalid, TestPng.File(Indexed, Palette, TestPng.Chunk("tRNS", 1, 2, 3), Pixel, TestPng.End()) },
        { "tRNS chunk comes too late", ImageFault.Invalid, TestPng.File(Gray, Pixel, TestPng.Chunk("tRNS", 0, 1), TestPng.End()) },
        { "second tRNS", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("tRNS", 0, 1), TestPng.Chunk("tRNS", 0, 1), Pixel, TestPng.End()) },
        { "a pixel has colour 2 and the palette 2", ImageFault.Invalid, TestPng.File(Indexed, Palette, TestPng.Chunk("IDAT", TestPng.Compress([0, 2])), TestPng.End()) },
        { "unknown filter 5", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("IDAT", TestPng.Compress([5, 1])), TestPng.End()) },
        { "claims 1x1 pixels and holds fewer", ImageFault.Truncated, TestPng.File(Gray, TestPng.Chunk("IDAT", TestPng.Compress([0])), TestPng.End()) },
        { "claims 4096x4096 pixels and holds fewer", ImageFault.Truncated, TestPng.File(TestPng.Header(4096, 4096, 8, 6), Pixel, TestPng.End()) },
        { "holds more pixels than the 1x1", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("IDAT", TestPng.Compress(new byte[50_000_000])), TestPng.End()) },
        { "cannot be decompressed", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("IDAT", 1, 2, 3, 4), TestPng.End()) },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void ReadPng_BadFile_NamesTheFault(string message, ImageFault fault, byte[] file)
    {
        var exception = Assert.Throws<ImageFormatException>(() => InkReader.ReadPng(file));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(fault, exception.Fault);
    }

    [Fact]
    public void ReadPng_CutAnywhere_IsTruncated()
    {
        var file = TestPng.Encode(9, 9, 8, 3, new byte[81], y => y % 5, Palette, TestPng.Chunk("tRNS", 1));

        for (var length = 1; length < file.Length; length++)
        {
            var exception = Assert.Throws<ImageFormatException>(() => InkReader.ReadPng(file.AsSpan(0, length)));
            Assert.Equal(ImageFault.Truncated, exception.Fault);
        }
    }

    [Fact]
    public void ReadPng_AnyBitFlipped_IsRefused()
    {
        var file = TestPng.Encode(3, 3, 8, 2, [.. Enumerable.Range(0, 27).Select(i => (byte)(9 * i))], y => y);

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ImageFormatException>(() => InkReader.ReadPng(damaged));
        }
    }

    [Fact]
    public void ReadPng_BadChecksumOfThePixels_IsRefused()
    {
        var data = TestPng.Compress([0, 1]);
        data[^1] ^= 1;

        var exception = Assert.Throws<ImageFormatException>(
            () => InkReader.ReadPng(TestPng.File(Gray, TestPng.Chunk("IDAT", data), TestPng.End())));

        Assert.Contains("cannot be decompressed", exception.Message, StringComparison.Ordinal);
    }
}
