using Digits.Learning.Data;
using Digits.Learning.LabelChecks;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.LabelChecks;

public sealed class FoldDealTests
{
    private static readonly ImageShape Shape = new(2, 2, 1);

    [Fact]
    public void Deal_EqualImages_AreInOneFoldWhateverTheirLabels()
    {
        // Every image three times, with labels of its own.
        var images = Images(90, index => index / 3, index => index % 5);

        var deal = FoldDeal.Deal(images, 5, 4, seed: 1);

        for (var fold = 0; fold < 4; fold++)
        {
            var held = deal.Split(fold).Held.ToHashSet();
            Assert.All(held, index => Assert.Subset(held, Enumerable.Range(index / 3 * 3, 3).ToHashSet()));
        }
    }

    [Fact]
    public void Split_AllFolds_HoldEverySampleOnce()
    {
        var deal = FoldDeal.Deal(Images(50, index => index, index => index % 3), 3, 3, seed: 1);

        var splits = Enumerable.Range(0, 3).Select(deal.Split).ToList();

        Assert.Equal(Enumerable.Range(0, 50), splits.SelectMany(split => split.Held).Order());
        Assert.All(splits, split => Assert.Equal(Enumerable.Range(0, 50), split.Held.Concat(split.Learned).Order()));
        Assert.All(splits, split => Assert.InRange(split.Held.Length, 16, 17));
    }

    [Fact]
    public void Split_EveryClass_IsInEachFoldInProportion()
    {
        var deal = FoldDeal.Deal(Images(120, index => index, index => index % 10 == 0 ? 1 : 0), 2, 3, seed: 1);

        Assert.All(Enumerable.Range(0, 3), fold => Assert.Equal(4, deal.Split(fold).Held.Count(index => index % 10 == 0)));
    }

    [Fact]
    public void Deal_Seed_DecidesTheFolds()
    {
        var images = Images(60, index => index, _ => 0);
        int[] Held(uint seed) => FoldDeal.Deal(images, 1, 3, seed).Split(0).Held;

        Assert.Equal(Held(1), Held(1));
        Assert.NotEqual(Held(1), Held(2));
    }

    [Fact]
    public void Deal_FewerDifferentImagesThanFolds_IsRefused()
    {
        var refused = Assert.Throws<TrainingRefusedException>(() => FoldDeal.Deal(Images(30, index => index % 2, _ => 0), 1, 3, seed: 1));

        Assert.Equal("folds: 2 different images cannot be dealt into 3 folds.", refused.Message);
    }

    private static LabeledImages Images(int count, Func<int, int> image, Func<int, int> label) => new(
        Shape,
        [.. Enumerable.Range(0, count).SelectMany(index => new[] { (byte)image(index), (byte)0, (byte)1, (byte)2 })],
        [.. Enumerable.Range(0, count).Select(label)]);
}
