using Digits.Imaging.Handwriting;

namespace Digits.Imaging.Tests.Handwriting;

public sealed class DiceTests
{
    private const int Draws = 50_000;

    [Fact]
    public void Normal_ManyDraws_HasTheDeviationAndStaysWithinSix()
    {
        var dice = new Dice(seed: 3, index: 4);
        var values = Enumerable.Range(0, Draws).Select(_ => dice.Normal(2)).ToArray();
        Assert.Equal(0, values.Average(), tolerance: 0.04);
        Assert.Equal(4, values.Average(value => value * value), tolerance: 0.1);
        Assert.InRange(values.Max(Math.Abs), 4, 12);
    }

    [Fact]
    public void NearEnds_ManyDraws_LieMostlyOutside()
    {
        var dice = new Dice(seed: 3, index: 4);
        var values = Enumerable.Range(0, Draws).Select(_ => dice.NearEnds()).ToArray();
        Assert.InRange(values.Min(), 0, 0.001);
        Assert.InRange(values.Max(), 0.999, 1);

        // The variance of a beta distribution of 1/2 and 1/2.
        Assert.Equal(0.125, values.Average(value => (value - 0.5) * (value - 0.5)), tolerance: 0.003);
    }

    [Fact]
    public void NearMiddle_ManyDraws_LieMostlyInside()
    {
        var dice = new Dice(seed: 3, index: 4);
        var values = Enumerable.Range(0, Draws).Select(_ => dice.NearMiddle()).ToArray();
        Assert.InRange(values.Min(), 0, 0.02);
        Assert.InRange(values.Max(), 0.98, 1);

        // The variance of a beta distribution of 3/2 and 3/2.
        Assert.Equal(0.0625, values.Average(value => (value - 0.5) * (value - 0.5)), tolerance: 0.002);
    }
}
