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
        var expected = x.Span.ToArray().Select((value, i) => i == length ? value : Math.Max(value, 0)).ToArray();

        Elementwise.Relu(ref x[0], 0, length);

        Assert.Equal(expected, x.Span);
    }

    [Fact]
    public void Relu_NotANumber_StaysSo()
    {
        var x = new FloatBuffer(17);
        x.Span.Fill(float.NaN);
        Elementwise.Relu(ref x[0], 0, 17);
        Assert.All(x.Span.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ReluGradient_AnyLength_PassesOnlyWhereOutputIsPositive(int length)
    {
        var (dY, y) = (Filled(length + 1, 1), Filled(length + 1, 2));
        y[length / 2] = 0;
        var expected = dY.Span.ToArray().Select((value, i) => i == length || y[i] > 0 ? value : 0).ToArray();

        Elementwise.ReluGradient(ref dY[0], ref y[0], 0, length);

        Assert.Equal(expected, dY.Span);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Drop_AnyLength_MultipliesByDropFactor(int length)
    {
        var x = Filled(length + 1, 1);
        var expected = x.Span.ToArray().Select((value, i) => i == length ? value : value * DropFactor(77, i, 0.3f)).ToArray();

        Elementwise.Drop(ref x[0], length, 0.3f, 77);

        Assert.Equal(expected, x.Span);
    }

    [Fact]
    public void Drop_ManyValues_DropsTheShareAskedFor()
    {
        var x = new FloatBuffer(100_000);
        x.Span.Fill(1);
        Elementwise.Drop(ref x[0], x.Length, 0.25f, 5);
        var dropped = x.Span.Count(0f);

        // Five standard deviations of a binomial count.
        Assert.InRange(dropped, 25_000 - 685, 25_000 + 685);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void SumRows_AnyLength_AddsInOrder(int length)
    {
        var rows = Filled(5 * (length + 2), 1);
        var sum = new FloatBuffer(length + 1);

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

    [Theory]
    [MemberData(nameof(Lengths))]
    public void AddAndApproach_AnyLength_FollowTheirFormulas(int length)
    {
        var (a, b, sum) = (Filled(length + 1, 1), Filled(length + 1, 2), new FloatBuffer(length + 1));
        var moved = a.Span.ToArray().Select((value, i) => i == length ? value : value + ((b[i] - value) * 0.3f)).ToArray();

        Elementwise.Add(ref a[0], ref b[0], ref sum[0], length);
        for (var i = 0; i <= length; i++)
        {
            Assert.Equal(i == length ? 0 : a[i] + b[i], sum[i]);
        }

        Elementwise.Approach(ref a[0], ref b[0], 0.3f, length);
        Assert.Equal(moved, a.Span);
    }

    /// <summary>The scalar twin of <see cref="Elementwise.Drop"/>: what dropout multiplies value <paramref name="i"/> by.</summary>
    internal static float DropFactor(uint key, int i, float rate) =>
        (int)(Mixing.Mix(key + (uint)i) >> 8) >= (int)(rate * (1 << 24)) ? 1 / (1 - rate) : 0;

    private static FloatBuffer Filled(int length, uint seed)
    {
        var random = new SeededRandom(seed, 0);
        var buffer = new FloatBuffer(length);
        foreach (ref var value in buffer.Span)
        {
            value = (float)random.NextNormal();
        }

        return buffer;
    }
}
