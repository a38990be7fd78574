using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// y = x · Φ(x) (Hendrycks, Gimpel 2016), where Φ(x) = (1 + erf(x / √2)) / 2 is the distribution function of the normal distribution
/// and φ its density. dX = dY · (Φ(x) + x · φ(x)).
/// </summary>
internal sealed class GeluLayer(int index, ImageShape shape) : ImageLayer(index, shape, shape)
{
    public override bool BackwardReadsInput => true;

    public override void Forward(in ImageBuffers buffers) => Normal.Gelu(ref buffers.X, ref buffers.Y, Input.Size);

    public override void Backward(in ImageBuffers buffers) =>
        Normal.GeluGradient(ref buffers.X, ref buffers.DY, ref buffers.DX, Input.Size);
}
