using System.Numerics;
using Digits.Learning.Kernels;
using Digits.Learning.Tests.Layers;

namespace Digits.Learning.Tests.Kernels;

public sealed class NormalTests
{
    [Fact]
    public void Distribution_AnyValue_IsRightToATenMillionth()
    {
        for (var x = -12f; x <= 12; x += 0.003f)
        {
            var (below, density) = Normal.Distribution(new Vector<float>(x));
            Assert.Equal(ReferenceNorm.Distribution(x), below[0], 1e-7);
            Assert.Equal(Math.Exp(-(double)x * x / 2) / Math.Sqrt(2 * Math.PI), density[0], 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(ElementwiseTests.Lengths), MemberType = typeof(ElementwiseTests))]
    public void Gelu_AnyLength_IsThatOfTheReferenceAndNoLonger(int length)
    {
        var (x, y) = (new FloatBuffer(length + 1), new FloatBuffer(length + 1));
        var (dY, dX) = (new FloatBuffer(length + 1), new FloatBuffer(length + 1));
        for (var i = 0; i <= length; i++)
        {
            (x[i], y[i], dY[i], dX[i]) = (((i * 37) % 101 / 10f) - 5, 77, (i % 5) - 2, 77);
        }

        Normal.Gelu(ref x[0], ref y[0], length);
        Normal.GeluGradient(ref x[0], ref dY[0], ref dX[0], length);

        for (var i = 0; i < length; i++)
        {
            var (below, density) = (ReferenceNorm.Distribution(x[i]), Math.Exp(-(double)x[i] * x[i] / 2) / Math.Sqrt(2 * Math.PI));
            Assert.Equal(x[i] * below, y[i], 1e-6);
            Assert.Equal(dY[i] * (below + (x[i] * density)), dX[i], 2e-6);
        }

        Assert.Equal((77, 77), (y[length], dX[length]));
    }

    [Fact]
    public void Gelu_NotANumber_StaysSo()
    {
        var x = new FloatBuffer(3);
        x.Span.Fill(float.NaN);
        Normal.Gelu(ref x[0], ref x[0], 3);
        Assert.All(x.Span.ToArray(), value => Assert.True(float.IsNaN(value)));
    }
}
