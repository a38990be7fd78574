using Digits.Learning.Augmentation;
using Digits.Learning.Data;

namespace Digits.Learning.Tests.Augmentation;

public sealed class ElasticFieldsTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(28, 28)]
    [InlineData(64, 40)]
    public void Field_AnyShape_IsSmoothWithoutMeanAndReachesOne(int height, int width)
    {
        var fields = new ElasticFields(new ImageShape(height, width, 1), seed: 1);
        for (var f = 0; f < ElasticFields.Count; f++)
        {
            var field = fields[f][..(height * width)].ToArray();

            Assert.Equal(0, field.Average(), 1e-5);
            Assert.Equal(1, field.Max(Math.Abs), 1e-6);

            // Mean squares; for noise it would be twice as much.
            var steps = Enumerable.Range(1, field.Length - 1).Where(i => i % width != 0).Average(i => Square(field[i] - field[i - 1]));
            Assert.InRange(steps, 0, field.Average(Square));
        }
    }

    [Fact]
    public void Field_OtherSeedOrNumber_IsAnother()
    {
        var shape = new ImageShape(28, 28, 1);
        var (one, same, other) = (new ElasticFields(shape, 1), new ElasticFields(shape, 1), new ElasticFields(shape, 2));

        Assert.True(one[5].SequenceEqual(same[5]));
        Assert.False(one[5].SequenceEqual(other[5]));
        Assert.False(one[5].SequenceEqual(one[6]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(1, 20)]
    public void Field_TinyShape_HoldsNumbersOnly(int height, int width)
    {
        var fields = new ElasticFields(new ImageShape(height, width, 1), seed: 1);
        Assert.All(fields[0].ToArray(), value => Assert.InRange(value, -1, 1));
    }

    private static double Square(float value) => (double)value * value;
}
