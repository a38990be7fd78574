using Digits.Inference.Prediction;
using Digits.Learning.Images;
using Digits.Tests;

namespace Digits.Inference.Tests.Prediction;

public sealed class PictureSizeTests
{
    [Theory]
    [InlineData(512, 512, LargePictures.SmallPixels)]
    [InlineData(4096, 4096, 1L << 24)]
    [InlineData(uint.MaxValue, uint.MaxValue, long.MaxValue)]
    public void PixelsOf_Png_AreThoseOfItsHeader(uint width, uint height, long expected)
    {
        var pixels = PictureSize.PixelsOf(TestPng.File(TestPng.Header(width, height, 8, 6)));

        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void PixelsOf_UnknownFormat_CountsAsLargerThanAnyLimit() =>
        Assert.Equal(long.MaxValue, PictureSize.PixelsOf([0xFF, 0xD8, 0xFF, .. new byte[100]]));

    [Fact]
    public void PixelsOf_TooShortForAPicture_IsNothing() => Assert.Equal(0, PictureSize.PixelsOf(TestPng.Signature));

    [Fact]
    public void PixelsOf_Always_AllocatesNothing()
    {
        var png = PngEncoder.Encode(TestImages.Stroke(280));
        PictureSize.PixelsOf(png);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PictureSize.PixelsOf(png);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
