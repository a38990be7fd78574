using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Tests.Kernels;

public sealed class DotProductTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Multiply_AwkwardSteps_EqualsReference(int steps)
    {
        foreach (var (rows, columns) in new[] { (0, 3), (1, 1), (1, 10), (4, 4), (5, 9), (8, 3) })
        {
            Compare<Lanes512>(rows, columns, steps);
            Compare<Lanes256>(rows, columns, steps);
            Compare<Lanes128>(rows, columns, steps);
        }
    }

    [Fact]
    public void Multiply_OneRowOfMany_GivesTheSameBitsAsAlone()
    {
        var (a, b, bias) = (Filled(9 * 1000, 1), Filled(7 * 1000, 2), Filled(7, 3));
        var (many, one) = (new FloatBuffer(9 * 7), new FloatBuffer(7));
        Product(9, 7, 1000).Multiply(ref a[0], ref b[0], ref bias[0], ref many[0]);
        for (var row = 0; row < 9; row++)
        {
            Product(1, 7, 1000).Multiply(ref a[row * 1000], ref b[0], ref bias[0], ref one[0]);
            Assert.Equal(one.Span, many.Slice(row * 7, 7));
        }
    }

    private static void Compare<TLanes>(int rows, int columns, int steps)
        where TLanes : struct, ILanes<TLanes>
    {
        var product = Product(rows, columns, steps);
        var (a, b, bias) = (Filled(rows * steps, 1), Filled(columns * steps, 2), Filled(columns, 3));
        var (expected, actual) = (new FloatBuffer(rows * columns), new FloatBuffer(rows * columns));
        product.MultiplyReference(ref a[0], ref b[0], ref bias[0], ref expected[0]);
        product.Multiply<TLanes>(ref a[0], ref b[0], ref bias[0], ref actual[0]);
        for (var i = 0; i < expected.Length; i++)
        {
            // Both sums round at every step, each in its own order.
            var tolerance = 1e-6f + (steps * 1e-7f);
            Assert.InRange(actual[i], expected[i] - tolerance, expected[i] + tolerance);
        }
    }

    private static DotProduct Product(int rows, int columns, int steps) =>
        new() { Rows = rows, Columns = columns, Steps = steps, ARow = steps, BRow = steps, CRow = columns };

    private static FloatBuffer Filled(int length, uint seed)
    {
        var random = new SeededRandom(seed, 0);
        var buffer = new FloatBuffer(length);
        foreach (ref var value in buffer.Span)
        {
            value = (float)((2 * random.NextDouble()) - 1);
        }

        return buffer;
    }
}
