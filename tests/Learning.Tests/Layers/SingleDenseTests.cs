using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;

namespace Digits.Learning.Tests.Layers;

public class SingleDenseTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 10)]
    [InlineData(33, 16)]
    [InlineData(100, 128)]
    [InlineData(65, 150)]
    [InlineData(17, 300)]
    public void Forward_AnySizes_IsThePlainSum(int inputs, int outputs)
    {
        var layer = new SingleDense(inputs, outputs);
        var stride = FloatBuffer.RowStride(inputs);
        var (x, weights, bias) = (Random(inputs, 1), Random(outputs * stride, 2), Random(outputs, 3));
        for (var i = 0; i < inputs; i += 3)
        {
            x[i] = 0;
        }

        var prepared = new FloatBuffer(layer.PreparedSize);
        layer.Prepare(ref weights[0], stride, ref prepared[0]);
        CheckLanes<Lanes128>();
        CheckLanes<Lanes256>();
        CheckLanes<Lanes512>();

        void CheckLanes<TLanes>()
            where TLanes : struct, ILanes<TLanes>
        {
            var y = new FloatBuffer(FloatBuffer.RowStride(outputs));
            layer.Forward<TLanes>(ref x[0], ref prepared[0], ref bias[0], ref y[0]);
            for (var o = 0; o < outputs; o++)
            {
                double expected = bias[o];
                var size = Math.Abs(expected);
                for (var i = 0; i < inputs; i++)
                {
                    expected += (double)x[i] * weights[(o * stride) + i];
                    size += Math.Abs((double)x[i] * weights[(o * stride) + i]);
                }

                // Each of the additions rounds once, by at most half a unit in the last place of a partial sum.
                Assert.InRange(y[o], expected - (size * inputs * 6e-8), expected + (size * inputs * 6e-8));
            }
        }
    }

    private static FloatBuffer Random(int length, uint seed)
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
