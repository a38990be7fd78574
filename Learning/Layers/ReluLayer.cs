using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>y = max(x, 0), in place. dX = dY where y is positive, else 0: the gradient at x = 0 is taken as 0.</summary>
internal sealed class ReluLayer(int index, ImageShape shape) : ImageLayer(index, shape, shape)
{
    public override bool InPlace => true;

    public override bool BackwardReadsOutput => true;

    public override void Forward(in ImageBuffers buffers) => Elementwise.Relu(ref buffers.X, Input.Size);

    public override void Backward(in ImageBuffers buffers) => Elementwise.ReluGradient(ref buffers.DY, ref buffers.Y, Input.Size);
}
