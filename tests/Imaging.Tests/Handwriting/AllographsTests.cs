using Digits.Imaging.Handwriting;

namespace Digits.Imaging.Tests.Handwriting;

public sealed class AllographsTests
{
    private static readonly IReadOnlyList<WrittenCharacter> All = [.. Allographs.Characters.Values];

    private static readonly IReadOnlyList<Allograph> Ways = [.. All.SelectMany(character => character.Ways)];

    [Fact]
    public void Characters_DigitsAndLetters_AreWrittenInSeveralWays()
    {
        Assert.Equal("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", string.Concat(All.Select(character => character.Text)));
        Assert.All(All, character =>
        {
            Assert.InRange(character.Ways.Count, character.Text is [>= '0' and <= '9'] ? 4 : 2, 20);
            Assert.InRange(character.Ways.Sum(way => way.Variants.Count), 7, 200);
            Assert.Equal(character.Ways.Count, character.Ways.Select(way => way.Name).Distinct().Count());
            Assert.InRange(character.Miss, 0.3, 1);
        });
    }

    [Fact]
    public void Width_OfEachKind_IsBoundedByTheRightSide()
    {
        Assert.Equal(0.4 * 0.5, Allographs.Characters["2"].Width.Most(longSide: 1, shortSide: 0.5), 1e-12);
        Assert.Equal(double.MaxValue, Allographs.Characters["1"].Width.Most(longSide: 1, shortSide: 0.01));
        Assert.True(Allographs.Characters["1"].Width.IsStick);

        // The dot of an i stays apart from its stroke.
        Assert.InRange(Allographs.Characters["i"].Width.Most(longSide: 1, shortSide: 0.01), 0.1, 0.2);
        Assert.False(Allographs.Characters["i"].Width.IsStick);
    }

    [Fact]
    public void Variants_OfOneAllograph_CanBeMixedPointByPoint() =>
        Assert.All(Ways, allograph =>
        {
            Assert.InRange(allograph.Variants.Count, 2, 40);
            Assert.True(allograph.Weight > 0);
            Assert.All(allograph.Variants, variant => Assert.Equal(Shape(allograph.Variants[0]), Shape(variant)));
        });

    [Fact]
    public void Variants_All_AreDistinctAndAboutOneHigh() =>
        Assert.All(Ways, allograph =>
        {
            Assert.Equal(allograph.Variants.Count, allograph.Variants.Select(variant => string.Join(' ', variant)).Distinct().Count());
            Assert.All(allograph.Variants, variant =>
            {
                Assert.InRange(variant.Max(point => point.Y) - variant.Min(point => point.Y), 0.85, 1.15);
                Assert.InRange(variant.Max(point => point.X) - variant.Min(point => point.X), 0, 1.3);
                Assert.InRange(variant.Min(point => point.X), -0.11, 0.7);
            });
        });

    [Fact]
    public void Strokes_All_HaveTwoPointsAndNoCornerAtAnEnd() =>
        Assert.All(Ways.SelectMany(allograph => allograph.Variants), variant =>
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
        var one = Allographs.Characters["1"];
        var chosen = Enumerable.Range(0, Draws).Select(_ => one.Choose(dice)).CountBy(allograph => allograph).ToDictionary();
        var total = one.Ways.Sum(allograph => allograph.Weight);
        Assert.All(one.Ways, allograph =>
            Assert.Equal(allograph.Weight / total, (double)chosen[allograph] / Draws, tolerance: 0.015));
    }

    private static IEnumerable<(bool, bool)> Shape(ControlPoint[] variant) => variant.Select(point => (point.IsCorner, point.IsLast));
}
