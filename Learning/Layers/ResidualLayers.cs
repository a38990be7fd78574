using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// Begins a residual block: y = x, which <see cref="JoinLayer"/> reads as well. dX = dSkip + dY, where <see cref="JoinLayer"/> has left
/// dSkip in dX. x and y are [h, w, c] and may be the same memory.
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

/// <summary>Ends a residual block: y = x + skip, where skip is the block's input; all are [h, w, c]. dX = dY and dSkip = dY.</summary>
/// <param name="index">The layer's number.</param>
/// <param name="shape">The shape of x, skip and y.</param>
/// <param name="wantsSkipGradient">Whether a layer before the block has parameters to train.</param>
internal sealed class JoinLayer(int index, ImageShape shape, bool wantsSkipGradient) : ImageLayer(index, shape, shape)
{
    public override void Forward(in ImageBuffers buffers) =>
        Elementwise.Add(ref buffers.X, ref buffers.Skip, ref buffers.Y, Input.Size);

    public override void Backward(in ImageBuffers buffers)
    {
        var dY = MemoryMarshal.CreateReadOnlySpan(ref buffers.DY, Input.Size);
        dY.CopyTo(MemoryMarshal.CreateSpan(ref buffers.DX, Input.Size));
        if (wantsSkipGradient)
        {
            dY.CopyTo(MemoryMarshal.CreateSpan(ref buffers.DSkip, Input.Size));
        }
    }
}
