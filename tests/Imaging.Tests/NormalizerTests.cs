
namespace Digits.Imaging.Tests;

public sealed class NormalizerTests
{
    private static readonly GrayImage Reference = Normalizer.Normalize(Drawing.Five().ToInk());

    [Theory]
    [InlineData(-37, 22)]
    [InlineData(41, -29)]
    [InlineData(3, 3)]
    public void Normalize_Moved_IsTheSame(int x, int y)
    {
        Assert.Equal(Reference.Pixels, Normalizer.Normalize(Drawing.Five(moveX: x, moveY: y).ToInk()).Pixels);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.7)]
    [InlineData(1.2)]
    public void Normalize_Scaled_IsNearlyTheSame(double scale)
    {
        var scaled = Normalizer.Normalize(Drawing.Five(strokeWidth: 18 * scale, scale: scale).ToInk());

        Assert.True(Difference.Mean(Reference, scaled) < 3);
    }

    [Fact]
    public void Normalize_Inverted_IsTheSame()
    {
        var ink = Drawing.Five().ToInk();
        var inverted = new GrayImage(280, 280, [.. ink.Pixels.ToArray().Select(pixel => (byte)(255 - pixel))]);

        Assert.Equal(Reference.Pixels, Normalizer.Normalize(inverted).Pixels);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(120)]
    public void Normalize_WeakInk_IsStretchedToFullStrength(int strongest)
    {
        var weak = new GrayImage(280, 280, [.. Drawing.Five().ToInk().Pixels.ToArray().Select(ink => (byte)(ink * strongest / 255))]);

        Assert.True(Difference.Mean(Reference, Normalizer.Normalize(weak)) < 2);
    }

    [Theory]
    [InlineData(2, 0.4)]
    [InlineData(2, 1.6)]
    [InlineData(40, 0.4)]
    [InlineData(40, 1.6)]
    public void Normalize_AnyStrokeAndScale_FillsTheBoxAroundTheCentre(double strokeWidth, double scale)
    {
        var image = Normalizer.Normalize(Drawing.Five(strokeWidth, scale).ToInk());

        var ink = InkBounds.Find(image, threshold: 0);
        var (x, y) = InkBounds.CenterOfMass(image.Pixels, image.Width);
        Assert.InRange(Math.Max(ink.Width, ink.Height), 19, 20);
        Assert.InRange(x, 13.475, 14.525);
        Assert.InRange(y, 13.475, 14.525);
        Assert.True(image.Pixels.Contains((byte)255));
    }

    [Fact]
    public void Normalize_FaintSpeckFarAway_IsIgnored()
    {
        var pixels = Drawing.Five().ToInk().Pixels.ToArray();
        pixels[0] = 4;
        pixels[^1] = 4;

        Assert.Equal(Reference.Pixels, Normalizer.Normalize(new GrayImage(280, 280, pixels)).Pixels);
    }

    [Fact]
    public void Normalize_AlreadyNormalised_ComesBackByteForByte()
    {
        var random = new Random(11);
        for (var round = 0; round < 2_000; round++)
        {
            var once = Normalizer.Normalize(Scribble(random));

            Assert.Equal(once.Pixels, Normalizer.Normalize(once).Pixels);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    [InlineData(28, 28)]
    public void Normalize_NoInk_IsBlank(int width, int height)
    {
        var image = Normalizer.Normalize(new GrayImage(width, height, new byte[width * height]));

        Assert.True(image.IsBlank);
        Assert.Equal((28, 28), (image.Width, image.Height));
    }

    [Fact]
    public void Normalize_AlmostEvenPaper_IsBlank()
    {
        var pixels = new byte[900];
        pixels[450] = 6;

        Assert.True(Normalizer.Normalize(new GrayImage(30, 30, pixels)).IsBlank);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(16, 16)]
    [InlineData(32, 20)]
    [InlineData(64, 64)]
    public void Normalize_OtherSizes_KeepsTheShape(int width, int height)
    {
        var image = Normalizer.Normalize(Drawing.Five().ToInk(), width, height);

        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.False(image.IsBlank);
        Assert.Equal(image.Pixels, Normalizer.Normalize(image, width, height).Pixels);
    }

    [Fact]
    public void Normalize_SizeBelowFour_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Normalizer.Normalize(Reference, 3));
    }

    private static GrayImage Scribble(Random random)
    {
        var (width, height) = (random.Next(1, 60), random.Next(1, 60));
        var pixels = new byte[width * height];
        for (var dot = 0; dot < random.Next(1, 40); dot++)
        {
            pixels[random.Next(pixels.Length)] = (byte)random.Next(256);
        }

        return new GrayImage(width, height, pixels);
    }

    [Theory]
    [InlineData(InkTone.Unknown, InkTone.Light, 0)]
    [InlineData(InkTone.Light, InkTone.Light, 0)]
    [InlineData(InkTone.Dark, InkTone.Dark, 255)]
    public void Normalize_ToneOfAnArray_DecidesWhichSideIsInk(InkTone tone, InkTone expected, byte middle)
    {
        // A bright frame around a dark middle, whose outermost ring is dark.
        var pixels = new byte[20 * 20];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y) = (at % 20, at / 20);
            var isFrame = x is >= 1 and < 19 && y is >= 1 and < 19 && !(x is >= 6 and < 14 && y is >= 6 and < 14);
            pixels[at] = isFrame ? (byte)255 : (byte)0;
        }

        var image = Normalizer.Normalize(new GrayImage(20, 20, pixels), 28, 28, tone, out var used);

        Assert.Equal(expected, used);
        Assert.Equal(middle, image.Pixels[(14 * 28) + 14]);
    }

    [Fact]
    public void Normalize_ToneOfAPictureThatWasReadOtherwise_TurnsTheInkRound()
    {
        // The border shows the ink, so that reading takes it for paper.
        var rows = Enumerable.Range(0, 20 * 20).Select(at => at % 20 is >= 6 and < 14 && at / 20 is >= 6 and < 14 ? (byte)230 : (byte)30).ToArray();
        var read = InkReader.Read(Digits.Tests.TestPng.Encode(20, 20, 8, 0, rows));

        var found = Normalizer.Normalize(read, 28, 28, InkTone.Unknown, out var asFound);
        var said = Normalizer.Normalize(read, 28, 28, InkTone.Dark, out var asSaid);

        Assert.Equal((InkTone.Light, InkTone.Dark), (asFound, asSaid));
        Assert.Equal((255, 0), (found.Pixels[(14 * 28) + 14], said.Pixels[(14 * 28) + 14]));
    }
}
