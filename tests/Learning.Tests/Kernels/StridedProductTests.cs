using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Tests.Kernels;

public sealed class StridedProductTests
{
    public static TheoryData<int> Sizes { get; } = [0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 1000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiply_AwkwardColumns_EqualsReference(int columns) => Compare(rows: 5, columns, steps: 9, segments: 2, blocks: 3);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiply_AwkwardSteps_EqualsReference(int steps) => Compare(rows: 6, columns: 35, steps, segments: 2, blocks: 1);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiply_AwkwardRows_EqualsReference(int rows) => Compare(rows, columns: 20, steps: 5, segments: 1, blocks: 2);

    [Fact]
    public void Multiply_EveryRowCountUpToSeventy_EqualsReference()
    {
        for (var rows = 0; rows <= 70; rows++)
        {
            Compare(rows, columns: 33, steps: 3, segments: 2, blocks: 1);
        }
    }

    private static void Compare(int rows, int columns, int steps, int segments, int blocks)
    {
        var product = new StridedProduct
        {
            Rows = rows,
            Columns = columns,
            Steps = steps,
            Segments = segments,
            Blocks = blocks,
            ARow = steps + 1,
            AStep = 1,
            ASegment = (rows * (steps + 1)) + 2,
            ABlock = 3,
            BStep = columns + 3,
            BSegment = steps * (columns + 3),
            CRow = columns + 1,
            CBlock = rows * (columns + 1),
            InitRow = columns + 1,
            InitBlock = rows * (columns + 1),
        };
        var a = Filled((segments * product.ASegment) + (blocks * 3) + (rows * (steps + 1)), 1);
        var b = Filled((segments * product.BSegment) + columns, 2);
        var c = Filled(blocks * product.CBlock, 3);
        var expected = Copy(c);
        product.MultiplyReference(ref a[0], ref b[0], ref expected[0], ref expected[0]);
        Check<Lanes512>();
        Check<Lanes256>();
        Check<Lanes128>();
        var chosen = Copy(c);
        product.Multiply(ref a[0], ref b[0], ref chosen[0], ref chosen[0]);
        AssertClose(expected, chosen, steps * segments);

        void Check<TLanes>()
            where TLanes : struct, ILanes<TLanes>
        {
            var actual = Copy(c);
            product.Multiply<TLanes>(ref a[0], ref b[0], ref actual[0], ref actual[0]);
            AssertClose(expected, actual, steps * segments);
        }
    }

    // Values are at most 1, so a sum of n products, rounded at every step, is off by far less than n units of 1e-7.
    private static void AssertClose(FloatBuffer expected, FloatBuffer actual, int terms)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - (1e-6f + (terms * 1e-7f)), expected[i] + 1e-6f + (terms * 1e-7f));
        }
    }

    private static FloatBuffer Copy(FloatBuffer source)
    {
        var copy = new FloatBuffer(source.Length);
        source.Span.CopyTo(copy.Span);
        return copy;
    }

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
