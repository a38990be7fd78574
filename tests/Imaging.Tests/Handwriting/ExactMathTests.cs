using Digits.Imaging.Handwriting;

namespace Digits.Imaging.Tests.Handwriting;

public sealed class ExactMathTests
{
    [Fact]
    public void Exp_OverItsRange_IsExact()
    {
        for (var x = -40.0; x <= 40; x += 0.0137)
        {
            Assert.InRange(ExactMath.Exp(x) / Math.Exp(x), 1 - 1e-9, 1 + 1e-9);
        }
    }

    [Fact]
    public void SinAndCos_ManyTurns_AreExact()
    {
        for (var turns = -5.0; turns <= 5; turns += 0.00731)
        {
            Assert.Equal(Math.Sin(2 * Math.PI * turns), ExactMath.Sin(turns), tolerance: 1e-8);
            Assert.Equal(Math.Cos(2 * Math.PI * turns), ExactMath.Cos(turns), tolerance: 1e-8);
        }
    }
}
