using Digits.Learning.Augmentation;
using Digits.Learning.Data;
using Digits.Tests;

namespace Digits.Learning.Tests.Augmentation;

public sealed class AugmenterTests
{
    private static readonly ImageShape Shape = new(28, 28, 1);

    private static readonly AugmentationSettings Usual = new()
    {
        Shift = 2,
        Rotation = 10,
        Scale = 0.1,
        Shear = 0.1,
        Elastic = 1.5,
        Stroke = 0.3,
        Erase = 0.1,
    };

    public static TheoryData<AugmentationSettings> Kinds { get; } =
    [
        new() { Shift = 2 }, new() { Rotation = 15 }, new() { Scale = 0.15 }, new() { Shear = 0.2 }, new() { Elastic = 2 },
    ];

    [Fact]
    public void Fill_SameSeedAndKey_IsTheSameOnAnyThread()
    {
        var (one, other) = (Augmenter.Create(Usual, Shape, seed: 5, threads: 3)!, Augmenter.Create(Usual, Shape, seed: 5, threads: 1)!);
        for (var key = 0u; key < 50; key++)
        {
            Assert.Equal(Filled(other, Five(), key), Filled(one, Five(), key, thread: (int)(key % 3)));
        }
    }

    [Fact]
    public void Fill_OtherKeyOrSeed_ChangesTheImageInAnotherWay()
    {
        var (one, other) = (Augmenter.Create(Usual, Shape, 5, 1)!, Augmenter.Create(Usual, Shape, 6, 1)!);

        Assert.NotEqual(Filled(one, Five(), 1), Filled(one, Five(), 2));
        Assert.NotEqual(Filled(one, Five(), 1), Filled(other, Five(), 1));
    }

    [Fact]
    public void Fill_BlankPaper_StaysBlank()
    {
        var augmenter = Augmenter.Create(Usual, Shape, 5, 1)!;
        for (var key = 0u; key < 50; key++)
        {
            Assert.All(Filled(augmenter, new byte[Shape.Size], key), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fill_MovesOnly_ChangeTheImageButHardlyTheAmountOfInk(AugmentationSettings settings)
    {
        var augmenter = Augmenter.Create(settings, Shape, 5, 1)!;
        var before = Five().Sum(value => value / 255f);
        var (mean, changed) = (0.0, 0);
        const int Trials = 400;
        for (var key = 0u; key < Trials; key++)
        {
            var image = Filled(augmenter, Five(), key);
            Assert.All(image, value => Assert.InRange(value, 0, 1));
            mean += image.Sum() / before / Trials;
            changed += image.SequenceEqual(Five().Select(value => value / 255f)) ? 0 : 1;
        }

        // A change of scale by up to 15 % an axis alters single images by 32 %; the mean of 400 draws stays within a few hundredths.
        Assert.InRange(mean, 0.96, 1.04);
        Assert.Equal(Trials, changed);
    }

    [Fact]
    public void Fill_Shift_StaysWithinItsRangeAndReachesAllSides()
    {
        var augmenter = Augmenter.Create(new AugmentationSettings { Shift = 3 }, Shape, 5, 1)!;
        var original = Middle([.. Five().Select(value => value / 255f)]);
        var moves = Enumerable.Range(0, 1000).Select(key => Middle(Filled(augmenter, Five(), (uint)key)))
            .Select(middle => (X: middle.X - original.X, Y: middle.Y - original.Y)).ToArray();

        // Nothing of the 5 leaves the image, so the middle moves as far as the pixels do.
        Assert.All(moves, move => Assert.True(Math.Abs(move.X) <= 3.01 && Math.Abs(move.Y) <= 3.01, $"{move}"));
        Assert.InRange(moves.Max(move => move.X), 2.9, 3.01);
        Assert.InRange(moves.Min(move => move.X), -3.01, -2.9);
        Assert.InRange(moves.Max(move => move.Y), 2.9, 3.01);
        Assert.InRange(moves.Min(move => move.Y), -3.01, -2.9);

        // An even draw from -3 to 3 has a deviation of 1.73, so the mean of 1000 one of 0.055: five of those.
        Assert.InRange(moves.Average(move => move.X), -0.28, 0.28);
        Assert.InRange(moves.Average(move => move.Y), -0.28, 0.28);
    }

    [Fact]
    public void Fill_Erase_TouchesTheShareOfImagesAskedFor()
    {
        var augmenter = Augmenter.Create(new AugmentationSettings { Erase = 0.25 }, Shape, 5, 1)!;
        byte[] full = [.. Enumerable.Repeat((byte)255, Shape.Size)];

        var touched = Enumerable.Range(0, 2000).Count(key => Filled(augmenter, full, (uint)key).Contains(0));

        // Five standard deviations of a binomial count.
        Assert.InRange(touched, 500 - 97, 500 + 97);
    }

    [Fact]
    public void Create_NothingToChange_GivesNone()
    {
        Assert.Null(Augmenter.Create(null, Shape, 5, 1));
        Assert.Null(Augmenter.Create(new AugmentationSettings(), Shape, 5, 1));
    }

    [Fact]
    public void Fill_OnceMade_AllocatesNothing()
    {
        var augmenter = Augmenter.Create(Usual, Shape, 5, 1)!;
        var (image, destination) = (Five(), new float[Shape.Size]);
        augmenter.Fill(image, 0, 0, destination);

        var allocated = Allocations.Least(() =>
        {
            for (var key = 0u; key < 100; key++)
            {
                augmenter.Fill(image, key, 0, destination);
            }
        });

        Assert.Equal(0, allocated);
    }

    private static byte[] Five()
    {
        var canvas = new float[28 * 28];
        InkStrokes.Draw(canvas, 28, [(19, 7), (10, 7), (9, 13), (15, 12), (18, 16), (16, 20), (9, 20)], 2.5);
        return InkStrokes.ToBytes(canvas);
    }

    private static float[] Filled(Augmenter augmenter, byte[] pixels, uint key, int thread = 0)
    {
        var destination = new float[pixels.Length];
        augmenter.Fill(pixels, key, thread, destination);
        return destination;
    }

    private static (double X, double Y) Middle(float[] image)
    {
        var (x, y, ink) = (0.0, 0.0, 0.0);
        for (var i = 0; i < image.Length; i++)
        {
            x += image[i] * (i % 28);
            y += image[i] * (i / 28);
            ink += image[i];
        }

        return (x / ink, y / ink);
    }
}
