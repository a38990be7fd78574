using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// While training, sets a value to zero with the given chance and divides the others by 1 - rate, so that the expected value
/// stays the same; in place. The backward pass does the same to the gradient, from the same chance. Otherwise does nothing.
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
