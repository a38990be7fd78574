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

    [Theory]
    [InlineData(2, 130, 10)]
    [InlineData(5, 300, 150)]
    [InlineData(32, 128, 300)]
    public void Forward_SeveralImages_IsWhatEachAloneGivesToTheBit(int images, int inputs, int outputs)
    {
        var layer = new SingleDense(inputs, outputs);
        var (xStride, yStride) = (FloatBuffer.RowStride(inputs), FloatBuffer.RowStride(outputs));
        var (x, weights, bias) = (Random(images * xStride, 1), Random(outputs * xStride, 2), Random(outputs, 3));
        for (var i = 0; i < images * xStride; i += 3)
        {
            x[i] = 0;
        }

        var prepared = new FloatBuffer(layer.PreparedSize);
        layer.Prepare(ref weights[0], xStride, ref prepared[0]);
        CheckLanes<Lanes128>();
        CheckLanes<Lanes256>();
        CheckLanes<Lanes512>();

        void CheckLanes<TLanes>()
            where TLanes : struct, ILanes<TLanes>
        {
            var (together, alone) = (new FloatBuffer(images * yStride), new FloatBuffer(yStride));
            layer.Forward<TLanes>(images, ref x[0], xStride, ref prepared[0], ref bias[0], ref together[0], yStride);
            for (var image = 0; image < images; image++)
            {
                layer.Forward<TLanes>(ref x[image * xStride], ref prepared[0], ref bias[0], ref alone[0]);
                Assert.Equal(alone.Span[..outputs].ToArray(), together.Span.Slice(image * yStride, outputs).ToArray());
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
