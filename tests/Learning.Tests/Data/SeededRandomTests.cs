using Digits.Learning.Data;

namespace Digits.Learning.Tests.Data;

public sealed class SeededRandomTests
{
    [Fact]
    public void NextUInt64_SameSeed_GivesTheSameNumbersAndOtherPurposesOthers()
    {
        var (one, same, other) = (new SeededRandom(1, 2), new SeededRandom(1, 2), new SeededRandom(1, 3));
        for (var i = 0; i < 100; i++)
        {
            var value = one.NextUInt64();
            Assert.Equal(value, same.NextUInt64());
            Assert.NotEqual(value, other.NextUInt64());
        }
    }

    [Fact]
    public void NextNormal_ManyDraws_HasMeanZeroAndDeviationOne()
    {
        var random = new SeededRandom(1, 0);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToArray();
        Assert.InRange(values.Average(), -0.016, 0.016);
        Assert.InRange(values.Average(value => value * value), 0.97, 1.03);
    }

    [Fact]
    public void Shuffle_Items_KeepsThemAllInAnotherOrder()
    {
        int[] items = [.. Enumerable.Range(0, 1000)];
        new SeededRandom(1, 0).Shuffle(items);
        Assert.NotEqual(Enumerable.Range(0, 1000), items);
        Assert.Equal(Enumerable.Range(0, 1000), items.Order());
    }
}
