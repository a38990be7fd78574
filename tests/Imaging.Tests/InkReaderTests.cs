using Digits.Tests;

namespace Digits.Imaging.Tests;

public sealed class InkReaderTests
{
    private static readonly Drawing Five = Drawing.Five();
    private static readonly GrayImage Reference = Normalizer.Normalize(Five.ToInk());

    public static TheoryData<string, int, int> OpaqueColors => new()
    {
        { "black on white", 0x000000, 0xFFFFFF },
        { "white on black", 0xFFFFFF, 0x000000 },
        { "red on green of the same brightness", 0xFF0000, 0x008200 },
        { "yellow on white", 0xFFFF00, 0xFFFFFF },
        { "blue on black", 0x0000FF, 0x000000 },
        { "pencil on paper", 0xA0A0A0, 0xF0EEE8 },
        { "dark grey on grey", 0x505050, 0x909090 },
    };

    [Theory]
    [MemberData(nameof(OpaqueColors))]
    public void ReadPng_OpaqueColors_GiveTheSameInk(string colors, int ink, int paper)
    {
        var read = Normalizer.Normalize(InkReader.Read(Five.ToPng(Split(ink), Split(paper))));

        Assert.True(Difference.Mean(Reference, read) < 1, colors);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(255, 255, 255)]
    [InlineData(127, 127, 127)]
    [InlineData(30, 60, 200)]
    [InlineData(255, 220, 0)]
    public void ReadPng_InkOnTransparent_IsNotBlank(byte red, byte green, byte blue)
    {
        var png = Five.ToPng(part => (red, green, blue, (byte)Math.Round(255 * part)));

        Assert.True(Difference.Mean(Reference, Normalizer.Normalize(InkReader.Read(png))) < 1);
    }

    [Fact]
    public void ReadPng_BlackOnTransparentBlackOrWhite_IgnoresTheColorOfNothing()
    {
        foreach (var nothing in new byte[] { 0, 255 })
        {
            var png = Five.ToPng(part => part > 0 ? ((byte)0, (byte)0, (byte)0, (byte)(255 * part)) : (nothing, nothing, nothing, (byte)0));
            Assert.True(Difference.Mean(Reference, Normalizer.Normalize(InkReader.Read(png))) < 1);
        }
    }

    [Fact]
    public void ReadPng_StrokesAllHalfTransparent_AreInk()
    {
        var png = Five.ToPng(part => (0, 0, 0, (byte)Math.Round(90 * part)));

        Assert.True(Difference.Mean(Reference, Normalizer.Normalize(InkReader.Read(png))) < 1.5);
    }

    [Fact]
    public void ReadPng_WhiteCanvasWithErasedHoles_TakesTheHolesForPaper()
    {
        var png = TestPng.Rgba(280, 280, (x, y) =>
            x > 240 && y is > 40 and < 240 ? ((byte)0, (byte)0, (byte)0, (byte)0) : Gray(255 - (255 * Five[x, y])));

        Assert.True(Difference.Mean(Reference, Normalizer.Normalize(InkReader.Read(png))) < 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadPng_SheetWithTransparentMargin_ReadsWhatIsOnTheSheet(bool dark)
    {
        var png = TestPng.Rgba(320, 320, (x, y) => x is < 20 or >= 300 || y is < 20 or >= 300
            ? ((byte)0, (byte)0, (byte)0, (byte)(x % 3 * 20))
            : Gray(dark ? 255 * Five[x - 20, y - 20] : 255 - (255 * Five[x - 20, y - 20])));

        Assert.True(Difference.Mean(Reference, Normalizer.Normalize(InkReader.Read(png))) < 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void ReadPng_OneFatUprightStrokeOnTransparent_IsInkAndNotASheet(byte gray)
    {
        var one = new Drawing(280);
        one.Stroke([(140, 60), (140, 220)], 36);

        var read = Normalizer.Normalize(InkReader.Read(one.ToPng(part => (gray, gray, gray, (byte)Math.Round(255 * part)))));

        Assert.Equal(Normalizer.Normalize(one.ToInk()).Pixels, read.Pixels);
        Assert.False(read.IsBlank);
    }

    [Fact]
    public void ReadPng_BlackInkCorrectedWithWhite_KeepsTheRestOfTheInk()
    {
        var png = TestPng.Rgba(280, 280, (x, y) =>
            y > 150 && Five[x, y] > 0 ? Gray(255) : ((byte)0, (byte)0, (byte)0, (byte)(255 * Five[x, y])));

        var read = InkReader.Read(png);

        Assert.True(read.Pixels[..(150 * 280)].ContainsAnyExcept((byte)0));
        Assert.False(read.Pixels[(151 * 280)..].ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void ReadPng_UnevenNoisyPaper_StillCropsToTheInk()
    {
        var noise = new Random(5);
        var png = TestPng.Rgba(280, 280, (x, y) => Gray(225 + (x * 16 / 280) + noise.Next(-6, 7) - (190 * Five[x, y])));

        Assert.True(Difference.Mean(Reference, Normalizer.Normalize(InkReader.Read(png))) < 4);
    }

    [Fact]
    public void ReadPng_NothingButPaper_IsBlank()
    {
        Assert.True(InkReader.Read(TestPng.Rgba(50, 40, (_, _) => (255, 255, 255, 255))).IsBlank);
        Assert.True(InkReader.Read(TestPng.Rgba(50, 40, (_, _) => (0, 0, 0, 255))).IsBlank);
        Assert.True(InkReader.Read(TestPng.Rgba(50, 40, (_, _) => (9, 8, 7, 0))).IsBlank);
        Assert.True(InkReader.Read(TestPng.Rgba(1, 1, (_, _) => (9, 8, 7, 255))).IsBlank);
    }

    [Fact]
    public void ReadPng_InkImage_ComesBackByteForByte()
    {
        Assert.Equal(Reference.Pixels, InkReader.Read(PngEncoder.Encode(Reference)).Pixels);
    }

    private static (byte R, byte G, byte B, byte A) Gray(double value)
    {
        var gray = (byte)Math.Clamp(Math.Round(value), 0, 255);
        return (gray, gray, gray, 255);
    }

    private static (int R, int G, int B) Split(int rgb) => (rgb >> 16, (rgb >> 8) & 255, rgb & 255);
}
