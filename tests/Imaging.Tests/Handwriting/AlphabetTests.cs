using Digits.Imaging.Handwriting;

namespace Digits.Imaging.Tests.Handwriting;

public sealed class AlphabetTests
{
    [Fact]
    public void Digits_All_AreWrittenInSeveralWays()
    {
        Assert.Equal(SyntheticDigits.Labels.Count, Alphabet.Digits.Count);
        Assert.All(Alphabet.Digits, allographs =>
        {
            Assert.InRange(allographs.Count, 4, 20);
            Assert.Equal(allographs.Count, allographs.Select(allograph => allograph.Name).Distinct().Count());
        });
    }

    [Fact]
    public void Variants_OfOneAllograph_CanBeMixedPointByPoint() =>
        Assert.All(Alphabet.Digits.SelectMany(allographs => allographs), allograph =>
        {
            Assert.InRange(allograph.Variants.Count, 3, 40);
            Assert.True(allograph.Weight > 0);
            Assert.All(allograph.Variants, variant => Assert.Equal(Shape(allograph.Variants[0]), Shape(variant)));
        });

    [Fact]
    public void Variants_All_AreDistinctAndAboutOneHigh() =>
        Assert.All(Alphabet.Digits.SelectMany(allographs => allographs), allograph =>
        {
            Assert.Equal(allograph.Variants.Count, allograph.Variants.Select(variant => string.Join(' ', variant)).Distinct().Count());
            Assert.All(allograph.Variants, variant =>
            {
                Assert.InRange(variant.Max(point => point.Y) - variant.Min(point => point.Y), 0.85, 1.15);
                Assert.InRange(variant.Max(point => point.X) - variant.Min(point => point.X), 0, 1.1);
                Assert.InRange(variant.Min(point => point.X), -0.1, 0.7);
            });
        });

    [Fact]
    public void Strokes_All_HaveTwoPointsAndNoCornerAtAnEnd() =>
        Assert.All(Alphabet.Digits.SelectMany(allographs => allographs).SelectMany(allograph => allograph.Variants), variant =>
        {
            Assert.True(variant[^1].IsLast);
            for (var i = 0; i < variant.Length; i++)
            {
                var isFirst = i == 0 || variant[i - 1].IsLast;
                Assert.False(isFirst && variant[i].IsLast);
                Assert.False((isFirst || variant[i].IsLast) && variant[i].IsCorner);
            }
        });

    [Theory]
    [InlineData(".5,0 .5,1", ".5,0 .5,.5 .5,1")]
    [InlineData(".5,0 .5,.5* .5,1", ".5,0 .5,.5 .5,1")]
    [InlineData(".5,0 .5,.4 | .5,.6 .5,1", ".5,0 .5,.4 .5,.6 .5,1")]
    public void Allograph_VariantsThatDoNotMatch_AreRefused(string first, string second)
    {
        var exception = Assert.Throws<FormatException>(() => new Allograph("odd", 1, first, second));
        Assert.Contains(second, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_ManyTimes_FollowsTheWeights()
    {
        const int Draws = 20_000;
        var dice = new Dice(seed: 1, index: 0);
        var chosen = Enumerable.Range(0, Draws).Select(_ => Alphabet.Choose(1, dice)).CountBy(allograph => allograph).ToDictionary();
        var total = Alphabet.Digits[1].Sum(allograph => allograph.Weight);
        Assert.All(Alphabet.Digits[1], allograph =>
            Assert.Equal(allograph.Weight / total, (double)chosen[allograph] / Draws, tolerance: 0.015));
    }

    private static IEnumerable<(bool, bool)> Shape(ControlPoint[] variant) => variant.Select(point => (point.IsCorner, point.IsLast));
}
