using Digits.Learning.Augmentation;
using Digits.Learning.Data;

namespace Digits.Learning.Tests.Augmentation;

public sealed class ImageWarpTests
{
    public static TheoryData<int, int, int> Shapes { get; } = new()
    {
        { 1, 1, 1 }, { 3, 3, 1 }, { 1, 17, 1 }, { 8, 8, 1 }, { 28, 28, 1 }, { 31, 30, 2 }, { 13, 33, 3 }, { 64, 64, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_AnyShapeAndChange_EqualsTheScalarTwinToTheBitAndWritesNothingElse(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        var fields = new ElasticFields(shape, seed: 3);
        var warp = new ImageWarp(shape);
        var pixels = Noise(shape);
        var strong = new AugmentationSettings
        {
            Shift = 5,
            Rotation = 180,
            Scale = 0.5,
            Shear = 1,
            Elastic = 8,
            Stroke = 1,
            Erase = 0.5,
        };
        for (var key = 0u; key < 40; key++)
        {
            var change = ImageChange.Of(strong, shape, key);
            float[] destination = [.. Enumerable.Repeat(-1f, shape.Size + 40)];

            warp.Run(pixels, change, fields, destination.AsSpan(0, shape.Size));

            Assert.Equal(ImageWarpReference.Run(shape, pixels, change, fields), destination[..shape.Size]);
            Assert.All(destination[shape.Size..], value => Assert.Equal(-1, value));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_NoChange_GivesEveryByteDividedBy255(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        var pixels = Noise(shape);

        Assert.Equal(pixels.Select(value => value / 255f), Run(shape, pixels, ImageChange.None(shape)));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-2, 5)]
    [InlineData(0, -27)]
    [InlineData(28, 0)]
    [InlineData(-1000, 1000)]
    public void Run_ShiftByWholePixels_MovesExactlyAndLetsPaperIn(int moveX, int moveY)
    {
        var shape = new ImageShape(28, 28, 1);
        var pixels = Noise(shape);

        var moved = Run(shape, pixels, ImageChange.None(shape) with { Map = AffineMap.Of(shape, moveX, moveY, 0, 1, 1, 0) });

        Assert.Equal(Placed(shape, (x, y) => At(shape, pixels, x - moveX, y - moveY)), moved);
    }

    [Fact]
    public void Run_QuarterTurn_MovesTheTopToTheRight()
    {
        var shape = new ImageShape(9, 9, 1);
        var pixels = Noise(shape);

        var turned = Run(shape, pixels, ImageChange.None(shape) with { Map = AffineMap.Of(shape, 0, 0, 90, 1, 1, 0) });

        // A float's sine of 90° is off by 6e-17, which bends no place by more than rounding.
        var expected = Placed(shape, (x, y) => At(shape, pixels, y, 8 - x));
        Assert.All(Enumerable.Range(0, 81), i => Assert.Equal(expected[i], turned[i], 1e-5));
    }

    [Fact]
    public void Run_TwiceTheSize_PutsTheMiddleHalfEverywhere()
    {
        var shape = new ImageShape(9, 9, 1);
        var pixels = Noise(shape);

        var scaled = Run(shape, pixels, ImageChange.None(shape) with { Map = AffineMap.Of(shape, 0, 0, 0, 2, 2, 0) });

        // Every other pixel is one of the original, and those between are their mean.
        Assert.Equal(At(shape, pixels, 4, 4), scaled[(4 * 9) + 4]);
        Assert.Equal(At(shape, pixels, 2, 3), scaled[(2 * 9) + 0]);
        Assert.Equal((At(shape, pixels, 2, 3) + At(shape, pixels, 3, 3)) / 2, scaled[(2 * 9) + 1], 1e-6);
    }

    [Fact]
    public void Run_Shear_MovesEachRowByItsDistanceFromTheMiddle()
    {
        var shape = new ImageShape(9, 9, 1);
        var pixels = Noise(shape);

        var leaning = Run(shape, pixels, ImageChange.None(shape) with { Map = AffineMap.Of(shape, 0, 0, 0, 1, 1, 1) });

        Assert.Equal(Placed(shape, (x, y) => At(shape, pixels, x - (y - 4), y)), leaning);
    }

    [Theory]
    [InlineData(256, 255, 255, 0)]
    [InlineData(128, 255, 128, 0)]
    [InlineData(-256, 0, 0, 0)]
    [InlineData(-64, 191, 0, 0)]
    public void Run_StrokeOnOnePixel_GrowsOrShrinksByTheShare(int amount, int own, int beside, int diagonal)
    {
        var shape = new ImageShape(5, 5, 1);
        var pixels = new byte[25];
        pixels[12] = 255;

        var changed = Run(shape, pixels, ImageChange.None(shape) with { Stroke = amount });

        Assert.Equal(
            [own / 255f, beside / 255f, beside / 255f, beside / 255f, beside / 255f, diagonal / 255f],
            [changed[12], changed[7], changed[17], changed[11], changed[13], changed[6]]);
    }

    [Fact]
    public void Run_StrokeAtTheEdgeThenShift_LeavesTheMarginPaper()
    {
        var shape = new ImageShape(6, 30, 1);
        byte[] full = [.. Enumerable.Repeat((byte)255, shape.Size)];
        var change = ImageChange.None(shape) with { Stroke = 256, Map = AffineMap.Of(shape, 4, 0, 0, 1, 1, 0) };

        Assert.Equal(Placed(shape, (x, _) => x < 4 ? 0 : 1), Run(shape, full, change));
    }

    [Fact]
    public void Run_Erased_ClearsTheRectangleOnly()
    {
        var shape = new ImageShape(6, 7, 2);
        byte[] full = [.. Enumerable.Repeat((byte)255, shape.Size)];

        var changed = Run(shape, full, ImageChange.None(shape) with { Erased = new ErasedArea(2, 1, 3, 4) });

        for (var i = 0; i < changed.Length; i++)
        {
            var (x, y) = (i / 2 % 7, i / 14);
            Assert.Equal(x is >= 2 and < 5 && y is >= 1 and < 5 ? 0 : 1, changed[i]);
        }
    }

    private static float[] Run(ImageShape shape, byte[] pixels, ImageChange change)
    {
        var destination = new float[shape.Size];
        new ImageWarp(shape).Run(pixels, change, null, destination);
        return destination;
    }

    private static byte[] Noise(ImageShape shape)
    {
        var random = new SeededRandom(4, 0);
        return [.. Enumerable.Range(0, shape.Size).Select(_ => (byte)random.Next(256))];
    }

    private static float At(ImageShape shape, byte[] pixels, int x, int y) =>
        x < 0 || y < 0 || x >= shape.Width || y >= shape.Height ? 0 : pixels[(y * shape.Width) + x] / 255f;

    private static float[] Placed(ImageShape shape, Func<int, int, float> value) =>
        [.. Enumerable.Range(0, shape.Height * shape.Width).Select(i => value(i % shape.Width, i / shape.Width))];
}
