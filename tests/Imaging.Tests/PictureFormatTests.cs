using Digits.Imaging.Handwriting;
using Digits.Tests;
using SkiaSharp;

namespace Digits.Imaging.Tests;

/// <summary>The files of the folder Pictures all show the same "7", 24x16, black on white.</summary>
public sealed class PictureFormatTests
{
    private static readonly GrayImage Seven = InkReader.Read(Load("seven.pgm"));

    [Theory]
    [InlineData("seven.gif", PictureFormat.Gif)]
    [InlineData("animated.gif", PictureFormat.Gif)]
    [InlineData("transparent.gif", PictureFormat.Gif)]
    [InlineData("lossless.webp", PictureFormat.WebP)]
    [InlineData("animated.webp", PictureFormat.WebP)]
    public void Read_LosslessFile_IsTheSevenByteForByte(string name, PictureFormat format)
    {
        var file = Load(name);

        Assert.Equal(new PictureHeader(format, 24, 16), PictureHeader.Read(file));
        Assert.Equal(Seven.Pixels.ToArray(), InkReader.Read(file).Pixels.ToArray());
    }

    [Theory]
    [InlineData("gray.jpg", PictureFormat.Jpeg)]
    [InlineData("progressive.jpg", PictureFormat.Jpeg)]
    [InlineData("cmyk.jpg", PictureFormat.Jpeg)]
    [InlineData("lossy.webp", PictureFormat.WebP)]
    public void Read_LossyFile_IsNearlyTheSeven(string name, PictureFormat format)
    {
        var file = Load(name);

        Assert.Equal(new PictureHeader(format, 24, 16), PictureHeader.Read(file));
        Assert.True(Difference.Mean(Seven, InkReader.Read(file)) < 3, name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Read_JpegWithOrientation_StandsUpright(int orientation)
    {
        var stored = Store(Seven, orientation);

        var upright = InkReader.Read(TestJpeg.Encode(stored, orientation));

        Assert.Equal((24, 16), (upright.Width, upright.Height));
        Assert.True(Difference.Mean(Seven, upright) < 3);
        Assert.Equal((stored.Width, stored.Height), SizeOf(PictureHeader.Read(TestJpeg.Encode(stored, orientation))));
    }

    [Theory]
    [InlineData("turned.jpg")]
    [InlineData("turned.webp")]
    public void Read_FileOfAnotherProgramWithOrientation_IsTurned(string name)
    {
        var ink = InkReader.Read(Load(name));

        Assert.Equal((16, 24), (ink.Width, ink.Height));
        Assert.True(Difference.Mean(Store(Seven, 8), ink) < 3);
    }

    [Theory]
    [InlineData("gray.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("turned.jpg")]
    [InlineData("lossless.webp")]
    [InlineData("lossy.webp")]
    [InlineData("turned.webp")]
    [InlineData("animated.webp")]
    public void Read_FileCutAnywhere_IsTruncated(string name)
    {
        var file = Load(name);

        for (var length = 12; length < file.Length; length++)
        {
            Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageFormatException>(() => InkReader.Read(file.AsSpan(0, length))).Fault);
        }
    }

    [Fact]
    public void Read_GifCutInItsFirstFrame_IsTruncated()
    {
        // The last byte only says that no frame follows.
        var file = Load("seven.gif");

        for (var length = 6; length < file.Length - 1; length++)
        {
            Assert.Equal(ImageFault.Truncated, Assert.Throws<ImageFormatException>(() => InkReader.Read(file.AsSpan(0, length))).Fault);
        }
    }

    [Fact]
    public void Read_EveryFormat_KeepsTheLongestSide()
    {
        foreach (var name in (string[])["seven.pgm", "seven.gif", "lossless.webp", "gray.jpg"])
        {
            var file = Load(name);

            Assert.Equal(24, PictureHeader.Read(file, maxSide: 24).Width);
            Assert.Equal(ImageFault.TooLarge, Assert.Throws<ImageFormatException>(() => PictureHeader.Read(file, maxSide: 23)).Fault);
            Assert.Equal(ImageFault.TooLarge, Assert.Throws<ImageFormatException>(() => InkReader.Read(file, maxSide: 23)).Fault);
        }
    }

    [Fact]
    public void Read_LargestPicture_TakesNoManagedMemoryButItsInk()
    {
        var file = Large(SKEncodedImageFormat.Png);
        InkReader.Read(Load("seven.gif"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var ink = InkReader.Read(file);

        Assert.Equal((PictureHeader.MaxSide, PictureHeader.MaxSide), (ink.Width, ink.Height));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 16 << 20, (16 << 20) + 300_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadNormalized_CanvasAfterCanvas_MakesNoGarbageOfTheirSizeAndKeepsEachResult(bool transparent)
    {
        var (seven, one) = (Canvas(transparent, (80, 60), (200, 60), (120, 230)), Canvas(transparent, (140, 40), (140, 240)));
        var first = InkReader.ReadNormalized(seven);
        var expected = first.Pixels.ToArray();
        InkReader.ReadNormalized(one);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var second = InkReader.ReadNormalized(one);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000);
        Assert.NotEqual(expected, second.Pixels.ToArray());
        Assert.Equal(expected, first.Pixels.ToArray());
    }

    [Fact]
    public void Read_ImageThatIsNormalisedAlready_SharesNoMemoryWithTheNextOne()
    {
        var digit = new byte[28 * 28];
        SyntheticHandwriting.Draw(Alphabet.Digits, seed: 1, first: 0, digit, new int[1]);
        var normalized = Normalizer.Normalize(new GrayImage(28, 28, digit));

        var first = InkReader.ReadNormalized(PngEncoder.Encode(normalized));
        var whole = InkReader.Read(PngEncoder.Encode(normalized));
        InkReader.ReadNormalized(PngEncoder.Encode(new GrayImage(28, 28, new byte[28 * 28])));

        Assert.Equal(normalized.Pixels.ToArray(), first.Pixels.ToArray());
        Assert.Equal(normalized.Pixels.ToArray(), whole.Pixels.ToArray());
    }

    [MnistFact]
    public void ReadNormalized_AllOfMnistAsPng_ComesBackByteForByte()
    {
        var (train, test) = IdxFiles.LoadFolder(Mnist.Folder);
        var changed = 0;
        foreach (var images in (Digits.Learning.Data.LabeledImages[])[train, test])
        {
            Parallel.For(0, images.Count, index =>
            {
                var pixels = images.Image(index).ToArray();
                if (!InkReader.ReadNormalized(PngEncoder.Encode(pixels, 28, 28)).Pixels.SequenceEqual(pixels))
                {
                    Interlocked.Increment(ref changed);
                }
            });
        }

        Assert.Equal(70_000, train.Count + test.Count);
        Assert.Equal(0, changed);
    }

    private static byte[] Load(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "Imaging.Tests", "Pictures", name));

    private static (int Width, int Height) SizeOf(PictureHeader header) => (header.Width, header.Height);

    // The stored picture that a viewer must change as the EXIF orientation says; written down from the standard's table.
    private static GrayImage Store(GrayImage upright, int orientation)
    {
        var (w, h) = orientation < 5 ? (upright.Width, upright.Height) : (upright.Height, upright.Width);
        var stored = new byte[w * h];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                var (fromX, fromY) = orientation switch
                {
                    1 => (x, y),
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (h - 1 - y, x),
                    7 => (h - 1 - y, w - 1 - x),
                    _ => (y, w - 1 - x),
                };
                stored[(y * w) + x] = upright.Pixels[(fromY * upright.Width) + fromX];
            }
        }

        return new GrayImage(w, h, stored);
    }

    private static byte[] Large(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(PictureHeader.MaxSide, PictureHeader.MaxSide, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.White);
        bitmap.SetPixel(1000, 2000, SKColors.Black);
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    // Strokes with soft edges on a canvas of 280x280 pixels.
    private static byte[] Canvas(bool transparent, params (float X, float Y)[] points)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(280, 280, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        using var canvas = new SKCanvas(bitmap);
        using var pen = new SKPaint { Color = SKColors.Black, IsAntialias = true, StrokeWidth = 18, StrokeCap = SKStrokeCap.Round };
        canvas.Clear(transparent ? SKColors.Transparent : SKColors.White);
        for (var at = 1; at < points.Length; at++)
        {
            canvas.DrawLine(points[at - 1].X, points[at - 1].Y, points[at].X, points[at].Y, pen);
        }

        canvas.Flush();
        using var file = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return file.ToArray();
    }
}
