using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Tests.Kernels;

public sealed class ElementwiseTests
{
    public static TheoryData<int> Lengths { get; } = [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 1000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Relu_AnyLength_CutsNegativesAndNothingElse(int length)
    {
        var x = Filled(length + 1, 1);
        var original = x.ToArray();

        Elementwise.Relu(ref x[0], 0, length);

        Assert.Equal(original[..length].Select(value => Math.Max(value, 0)), x[..length]);
        Assert.Equal(original[length], x[length]);
    }

    [Fact]
    public void Relu_NotANumber_StaysSo()
    {
        float[] x = [.. Enumerable.Repeat(float.NaN, 17)];
        Elementwise.Relu(ref x[0], 0, 17);
        Assert.All(x, value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ReluGradient_AnyLength_PassesOnlyWhereOutputIsPositive(int length)
    {
        var (dY, y) = (Filled(length + 1, 1), Filled(length + 1, 2));
        y[length / 2] = 0;
        var expected = dY.Select((value, i) => i == length || y[i] > 0 ? value : 0).ToArray();

        Elementwise.ReluGradient(ref dY[0], ref y[0], 0, length);

        Assert.Equal(expected, dY);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Drop_AnyLength_MultipliesByDropFactor(int length)
    {
        var x = Filled(length + 1, 1);
        var expected = x.Select((value, i) => i == length ? value : value * Elementwise.DropFactor(77, i, 0.3f)).ToArray();

        Elementwise.Drop(ref x[0], length, 0.3f, 77);

        Assert.Equal(expected, x);
    }

    [Fact]
    public void DropFactor_ManyValues_DropsTheShareAskedFor()
    {
        var dropped = Enumerable.Range(0, 100_000).Count(i => Elementwise.DropFactor(5, i, 0.25f) == 0);

        // Five standard deviations of a binomial count.
        Assert.InRange(dropped, 25_000 - 685, 25_000 + 685);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SumRows_AnyLength_AddsInOrder(int length)
    {
        var rows = Filled(5 * (length + 2), 1);
        var sum = new float[length + 1];

        Elementwise.SumRows(ref rows[0], length + 2, 5, ref sum[0], length);

        for (var i = 0; i < length; i++)
        {
            var expected = 0f;
            for (var row = 0; row < 5; row++)
            {
                expected += rows[(row * (length + 2)) + i];
            }

            Assert.Equal(expected, sum[i]);
        }

        Assert.Equal(0, sum[length]);
    }

    private static float[] Filled(int length, uint seed)
    {
        var random = new SeededRandom(seed, 0);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
    }
}
