using Digits.Tests;

namespace Digits.Imaging.Tests;

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
        { "it does not start like any of PNG, JPEG", ImageFault.Invalid, "hello, I am text"u8.ToArray() },
        { "data URL", ImageFault.Invalid, "data:image/png;base64,iVBORw0KGgo="u8.ToArray() },
        { "ends before its IEND chunk", ImageFault.Truncated, TestPng.Signature },
        { "begins with IDAT", ImageFault.Invalid, TestPng.File(Pixel, TestPng.End()) },
        { "IHDR chunk has 12 bytes", ImageFault.Invalid, TestPng.File(TestPng.Chunk("IHDR", new byte[12]), Pixel, TestPng.End()) },
        { "impossible size of 0x1", ImageFault.Invalid, TestPng.File(TestPng.Header(0, 1, 8, 0), Pixel, TestPng.End()) },
        { "claims 100000x100000 pixels; at most 4096x4096", ImageFault.TooLarge, TestPng.File(TestPng.Header(100_000, 100_000, 8, 6), Pixel, TestPng.End()) },
        { "claims 4097x1 pixels", ImageFault.TooLarge, TestPng.File(TestPng.Header(4097, 1, 8, 0), Pixel, TestPng.End()) },
        { "impossible size of 4294967295x1", ImageFault.Invalid, TestPng.File(TestPng.Header(uint.MaxValue, 1, 8, 0), Pixel, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 8, 0, interlace: 2), Pixel, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 8, 1), Pixel, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 4, 2), Pixel, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(TestPng.Header(1, 1, 16, 3), Palette, Pixel, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(Gray, Gray, Pixel, TestPng.End()) },
        { "IDAT chunk is missing", ImageFault.Invalid, TestPng.File(Gray, TestPng.End()) },
        { "ends before its IEND chunk", ImageFault.Truncated, TestPng.File(Gray, Pixel) },
        { "a JUNK chunk, which cannot be read", ImageFault.Unsupported, TestPng.File(Gray, TestPng.Chunk("JUNK"), Pixel, TestPng.End()) },
        { "type is not four letters", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("a b1"), Pixel, TestPng.End()) },
        { "its pixels cannot be decoded", ImageFault.Invalid, TestPng.File(Indexed, Pixel, TestPng.End()) },
        { "its pixels cannot be decoded", ImageFault.Invalid, TestPng.File(Indexed, Pixel, Palette, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(Indexed, Palette, Palette, Pixel, TestPng.End()) },
        { "its headers cannot be read", ImageFault.Invalid, TestPng.File(Indexed, TestPng.Chunk("PLTE", 1, 2, 3, 4), Pixel, TestPng.End()) },
        { "its pixels cannot be decoded", ImageFault.Invalid, TestPng.File(Gray, TestPng.Chunk("IDAT", TestPng.Compress([5, 1])), TestPng.End()) },
        { "claims 1x1 pixels and holds fewer", ImageFault.Truncated, TestPng.File(Gray, TestPng.Chunk("IDAT", TestPng.Compress([0])), TestPng.End()) },
        { "claims 4096x4096 pixels and holds fewer", ImageFault.Truncated, TestPng.File(TestPng.Header(4096, 4096, 8, 6), Pixel, TestPng.End()) },
        { "claims 1x1 pixels and holds fewer", ImageFault.Truncated, TestPng.File(Gray, TestPng.Chunk("IDAT", 1, 2, 3, 4), TestPng.End()) },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Read_BadFile_NamesTheFault(string message, ImageFault fault, byte[] file)
    {
        var exception = Assert.Throws<ImageFormatException>(() => InkReader.Read(file));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(fault, exception.Fault);
    }

    [Fact]
    public void Read_CutAnywhere_IsTruncated()
    {
        var file = TestPng.Encode(9, 9, 8, 3, new byte[81], y => y % 5, Palette, TestPng.Chunk("tRNS", 1));

        for (var length = 1; length < file.Length; length++)
        {
            var exception = Assert.Throws<ImageFormatException>(() => InkReader.Read(file.AsSpan(0, length)));
            Assert.Equal(ImageFault.Truncated, exception.Fault);
        }
    }

    [Fact]
    public void Read_AnyBitFlipped_IsRefused()
    {
        var file = TestPng.Encode(3, 3, 8, 2, [.. Enumerable.Range(0, 27).Select(i => (byte)(9 * i))], y => y);

        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] damaged = [.. file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<ImageFormatException>(() => InkReader.Read(damaged));
        }
    }

    [Fact]
    public void Read_BadChecksumOfThePixels_IsRefused()
    {
        var data = TestPng.Compress([0, 1]);
        data[^1] ^= 1;

        Assert.Throws<ImageFormatException>(() => InkReader.Read(TestPng.File(Gray, TestPng.Chunk("IDAT", data), TestPng.End())));
    }
}
