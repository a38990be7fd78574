using Digits.Learning.Data;
using Digits.Learning.Optimizers;

namespace Digits.Learning.Tests.Optimizers;

public sealed class AdamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Update_AnyLength_EqualsReference(int length)
    {
        var random = new SeededRandom(1, 0);
        float[] w = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
        var (m, v) = (new float[length], new float[length]);
        var (w2, m2, v2) = ((float[])w.Clone(), new float[length], new float[length]);
        for (var step = 1; step <= 5; step++)
        {
            float[] g = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
            new Adam(0.01, step).Update(w, m, v, g);
            new Adam(0.01, step).UpdateReference(w2, m2, v2, g);
        }

        for (var i = 0; i < length; i++)
        {
            Assert.Equal(w2[i], w[i], 1e-6f);
            Assert.Equal(m2[i], m[i], 1e-6f);
            Assert.Equal(v2[i], v[i], 1e-6f);
        }
    }

    [Fact]
    public void Update_FirstStep_MovesByTheRateAgainstTheGradient()
    {
        float[] w = [1, 1, 1];
        new Adam(0.01, 1).Update(w, new float[3], new float[3], [5f, -1e-3f, 0]);

        // Bias correction makes m / √v the sign of the gradient in the first step, whatever its size.
        Assert.Equal(0.99f, w[0], 1e-6f);
        Assert.Equal(1.01f, w[1], 1e-6f);
        Assert.Equal(1, w[2]);
    }

    [Fact]
    public void Update_NoGradientForLong_LeavesNoDenormals()
    {
        var (w, m, v) = (new float[16], new float[16], new float[16]);
        new Adam(0.01, 1).Update(w, m, v, [.. Enumerable.Repeat(1f, 16)]);
        for (var step = 2; step < 100_000; step++)
        {
            new Adam(0.01, step).Update(w, m, v, new float[16]);
        }

        Assert.All(m.Concat(v), value => Assert.False(float.IsSubnormal(value)));
        Assert.Equal(0, m[0]);
    }

    [Fact]
    public void OneCycle_OverARun_ClimbsToThePeakAndFallsToNearlyNothing()
    {
        var schedule = new OneCycle(0.01, 1000);
        var rates = Enumerable.Range(1, 1000).Select(step => schedule.Rate(step)).ToArray();
        Assert.InRange(rates[0], 0.001, 0.0011);
        Assert.Equal(0.01, rates.Max(), 1e-6);
        Assert.InRange(Array.IndexOf(rates, rates.Max()), 199, 200);
        Assert.InRange(rates[^1], 0, 0.00002);
        Assert.Equal(rates[..200].Order(), rates[..200]);
        Assert.Equal(rates[200..].OrderDescending(), rates[200..]);
    }
}
