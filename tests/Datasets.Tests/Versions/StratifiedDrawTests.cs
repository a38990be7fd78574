using Digits.Datasets.Versions;

namespace Digits.Datasets.Tests.Versions;

public sealed class StratifiedDrawTests
{
    [Theory]
    [InlineData(2, 0.001)]
    [InlineData(2, 0.999)]
    [InlineData(7, 0.5)]
    [InlineData(1000, 0.8)]
    [InlineData(1003, 0.333)]
    public void DrawSecond_AnyRatio_GivesEveryClassItsShare(int count, double ratio)
    {
        // Classes of very different sizes: class k has about half as many samples as class k - 1.
        var classes = Enumerable.Range(1, count).Select(index => (ushort)int.TrailingZeroCount(index)).ToArray();

        var test = StratifiedDraw.DrawSecond(classes, 16, ratio, seed: 3);

        var train = test.Count(inTest => !inTest);
        Assert.Equal(Math.Clamp((int)Math.Round(count * ratio), 1, count - 1), train);
        for (ushort sampleClass = 0; sampleClass < 16; sampleClass++)
        {
            var members = Enumerable.Range(0, count).Where(index => classes[index] == sampleClass).ToList();
            Assert.InRange(members.Count(index => !test[index]) - ((double)train * members.Count / count), -1, 1);
        }
    }

    [Fact]
    public void DrawSecond_SameSeed_GivesTheSameSplit()
    {
        var classes = Enumerable.Range(0, 500).Select(index => (ushort)(index % 10)).ToArray();

        var first = StratifiedDraw.DrawSecond(classes, 10, 0.8, seed: 1);

        Assert.Equal(first, StratifiedDraw.DrawSecond(classes, 10, 0.8, seed: 1));
        Assert.NotEqual(first, StratifiedDraw.DrawSecond(classes, 10, 0.8, seed: 2));
    }

    [Fact]
    public void DrawSecond_ManySeeds_GivesEverySampleTheSameChance()
    {
        var classes = new ushort[20];
        var inTest = new int[20];

        for (var seed = 0u; seed < 10_000; seed++)
        {
            var test = StratifiedDraw.DrawSecond(classes, 1, 0.75, seed);
            for (var index = 0; index < 20; index++)
            {
                inTest[index] += test[index] ? 1 : 0;
            }
        }

        // 2,500 expected, standard deviation 43.
        Assert.All(inTest, count => Assert.InRange(count, 2_300, 2_700));
    }

    [Fact]
    public void DrawSome_Groups_AreChosenFromInTheSameRatio()
    {
        int[] groups = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 9 ? -1 : i % 3)];

        var chosen = StratifiedDraw.DrawSome(groups, 3, 90, seed: 5);

        Assert.Equal(90, chosen.Count(one => one));
        Assert.All(groups.Zip(chosen), pair => Assert.False(pair.First < 0 && pair.Second));
        Assert.All(Enumerable.Range(0, 3), group => Assert.InRange(groups.Zip(chosen).Count(pair => pair.First == group && pair.Second), 29, 31));
        Assert.Equal(chosen, StratifiedDraw.DrawSome(groups, 3, 90, seed: 5));
        Assert.NotEqual(chosen, StratifiedDraw.DrawSome(groups, 3, 90, seed: 6));
        Assert.DoesNotContain(true, StratifiedDraw.DrawSome(groups, 3, 0, seed: 5));
        Assert.Equal(900, StratifiedDraw.DrawSome(groups, 3, 900, seed: 5).Count(one => one));
    }
}
