using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// y = x where x is positive, else slope · x, in place, for x of [h, w, c]; a slope of 0 is the plain relu. dX = dY where y is positive,
/// else slope · dY: the gradient at x = 0 is that of the negative side.
/// </summary>
internal sealed class ReluLayer(int index, ImageShape shape, float slope) : ImageLayer(index, shape, shape)
{
    public const double DefaultSlope = 0.01;

    public override bool InPlace => true;

    public override bool BackwardReadsOutput => true;

    public override void Forward(in ImageBuffers buffers) => Elementwise.Relu(ref buffers.X, slope, Input.Size);

    public override void Backward(in ImageBuffers buffers) => Elementwise.ReluGradient(ref buffers.DY, ref buffers.Y, slope, Input.Size);
}

/// <summary>
/// y = x · Φ(x) for x and y of [h, w, c] (Hendrycks, Gimpel 2016), where Φ(x) = (1 + erf(x / √2)) / 2 is the distribution function of the normal distribution
/// and φ its density. dX = dY · (Φ(x) + x · φ(x)).
/// </summary>
internal sealed class GeluLayer(int index, ImageShape shape) : ImageLayer(index, shape, shape)
{
    public override bool BackwardReadsInput => true;

    public override void Forward(in ImageBuffers buffers) => Normal.Gelu(ref buffers.X, ref buffers.Y, Input.Size);

    public override void Backward(in ImageBuffers buffers) =>
        Normal.GeluGradient(ref buffers.X, ref buffers.DY, ref buffers.DX, Input.Size);
}

/// <summary>
/// While training, sets each value to zero with probability <c>rate</c> and divides the others by 1 - rate, so that the expected value
/// stays the same; in place. The backward pass does the same to the gradient with the same random key. Outside of training it does
/// nothing. x and y are [h, w, c].
/// </summary>
internal sealed class DropoutLayer(int index, ImageShape shape, double rate) : ImageLayer(index, shape, shape)
{
    public override bool InPlace => true;

    public override void Forward(in ImageBuffers buffers)
    {
        if (buffers.Training)
        {
            Elementwise.Drop(ref buffers.X, Input.Size, (float)rate, Mixing.Mix(buffers.Key ^ (uint)Index));
        }
    }

    public override void Backward(in ImageBuffers buffers) =>
        Elementwise.Drop(ref buffers.DY, Input.Size, (float)rate, Mixing.Mix(buffers.Key ^ (uint)Index));
}
