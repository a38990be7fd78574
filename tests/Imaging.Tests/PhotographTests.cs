using Digits.Imaging.Handwriting;
using Digits.Tests;
using Digits.Tests.Photos;

namespace Digits.Imaging.Tests;

public sealed class PhotographTests
{
    private const int Photos = 10;

    // Of two images of the same digit; of different digits hardly any two reach 0.7.
    private const double SameDigit = 0.8;

    public static TheoryData<PhotoKind> Kinds => [.. Enum.GetValues<PhotoKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ReadNormalized_PhotographOfADigit_IsTheDigit(PhotoKind kind)
    {
        var likeness = new List<double>();
        for (var photo = 0; photo < Photos; photo++)
        {
            var digit = Digit(photo);
            likeness.Add(Likeness(digit, InkReader.ReadNormalized(PhotoPainter.Paint(digit, kind, seed: photo))));
        }

        Assert.InRange(likeness.Count(value => value >= SameDigit), (int)(0.9 * Photos), Photos);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(280)]
    [InlineData(1500)]
    public void Read_EvenPaper_IsReadByItsDistanceFromThePaper(int side)
    {
        var drawing = new Drawing(side);
        drawing.Stroke([(side * 0.1, side * 0.2), (side * 0.8, side * 0.2), (side * 0.3, side * 0.9)], side / 7.0);

        // Also where strokes leave the picture, and where they cover a third of it.
        Assert.Equal(drawing.ToInk().Pixels, InkReader.Read(drawing.ToPng(part => Gray(255 - (255 * part)))).Pixels);
    }

    [Fact]
    public void Read_NoisyPaperWithoutInk_IsBlank()
    {
        var noise = new Random(3);

        Assert.True(InkReader.ReadNormalized(TestPng.Rgba(300, 200, (_, _) => Gray(200 + noise.Next(-5, 6)))).IsBlank);
    }

    [Fact]
    public void Read_LargePhotograph_IsReduced()
    {
        var read = InkReader.Read(PhotoPainter.Paint(Digit(1), PhotoKind.Shadow, seed: 4));

        Assert.InRange(Math.Max(read.Width, read.Height), 200, 400);
    }

    [Theory]
    [InlineData(64, 3000)]
    [InlineData(4096, 64)]
    [InlineData(401, 65)]
    public void Read_PhotographOfAnyShape_IsRead(int width, int height)
    {
        var noise = new Random(width);

        InkReader.Read(TestPng.Rgba(width, height, (x, y) => Gray((x < width / 2 ? 90 : 220) - (x / 20 % 7 == 3 && y / 20 % 3 == 1 ? 80 : 0) + noise.Next(-4, 5))));
    }

    private static GrayImage Digit(int index)
    {
        var pixels = new byte[SyntheticHandwriting.Shape.Size];
        SyntheticHandwriting.Draw(Alphabet.Digits, seed: 11, first: index, pixels, new int[1]);
        return new GrayImage(SyntheticHandwriting.Shape.Width, SyntheticHandwriting.Shape.Height, pixels);
    }

    private static (byte R, byte G, byte B, byte A) Gray(double value)
    {
        var gray = (byte)Math.Clamp(Math.Round(value), 0, 255);
        return (gray, gray, gray, 255);
    }

    // The correlation of two images after a blur, so that a pen of another width matters little; 1 for equal ones.
    private static double Likeness(GrayImage one, GrayImage other)
    {
        var (a, b) = (Blur(one), Blur(other));
        var (meanA, meanB) = (a.Average(), b.Average());
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var at = 0; at < a.Length; at++)
        {
            var (x, y) = (a[at] - meanA, b[at] - meanB);
            (ab, aa, bb) = (ab + (x * y), aa + (x * x), bb + (y * y));
        }

        return bb == 0 ? 0 : ab / Math.Sqrt(aa * bb);
    }

    private static double[] Blur(GrayImage image)
    {
        var blurred = new double[image.Width * image.Height];
        for (var at = 0; at < blurred.Length; at++)
        {
            var (y, x) = Math.DivRem(at, image.Width);
            for (var near = 0; near < 9; near++)
            {
                var (nearX, nearY) = (x + (near % 3) - 1, y + (near / 3) - 1);
                if (nearX >= 0 && nearX < image.Width && nearY >= 0 && nearY < image.Height)
                {
                    blurred[at] += image.Pixels[(nearY * image.Width) + nearX];
                }
            }
        }

        return blurred;
    }
}
