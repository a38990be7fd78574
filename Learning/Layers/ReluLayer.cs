using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// y = x where x is positive, else slope · x, in place; a slope of 0 is the plain relu. dX = dY where y is positive, else slope · dY:
/// the gradient at x = 0 is taken as that of the negative side.
/// </summary>
internal sealed class ReluLayer(int index, ImageShape shape, float slope) : ImageLayer(index, shape, shape)
{
    public const double DefaultSlope = 0.01;

    public override bool InPlace => true;

    public override bool BackwardReadsOutput => true;

    public override void Forward(in ImageBuffers buffers) => Elementwise.Relu(ref buffers.X, slope, Input.Size);

    public override void Backward(in ImageBuffers buffers) => Elementwise.ReluGradient(ref buffers.DY, ref buffers.Y, slope, Input.Size);
}
