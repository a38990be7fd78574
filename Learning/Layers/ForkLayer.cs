using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// Where a residual begins: y = x, which <see cref="JoinLayer"/> reads as well. dX is what that layer left there, plus dY.
/// Y may be X itself.
/// </summary>
internal sealed class ForkLayer(int index, ImageShape shape) : ImageLayer(index, shape, shape)
{
    public override void Forward(in ImageBuffers buffers)
    {
        if (!Unsafe.AreSame(ref buffers.X, ref buffers.Y))
        {
            MemoryMarshal.CreateSpan(ref buffers.X, Input.Size).CopyTo(MemoryMarshal.CreateSpan(ref buffers.Y, Input.Size));
        }
    }

    public override void Backward(in ImageBuffers buffers) =>
        Elementwise.Add(ref buffers.DX, ref buffers.DY, ref buffers.DX, Input.Size);
}
