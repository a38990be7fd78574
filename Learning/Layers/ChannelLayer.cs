using System.Runtime.Intrinsics;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A layer that treats every channel by itself, in the same way. It is written once for a vector of channels: the first channels are
/// processed in the widest vectors that the processor has, the rest in narrower ones, and the last ones singly.
/// </summary>
internal abstract class ChannelLayer(int index, ImageShape input, ImageShape output) : ImageLayer(index, input, output)
{
    public sealed override void Forward(in ImageBuffers buffers)
    {
        PrepareForward(buffers);
        Run(buffers, back: false);
    }

    public sealed override void Backward(in ImageBuffers buffers)
    {
        PrepareBackward(buffers);
        Run(buffers, back: true);
        FinishBackward(buffers);
    }

    /// <summary>Processes channels <paramref name="from"/> to <paramref name="to"/> - 1, a multiple of the vector's lanes.</summary>
    protected abstract void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Processes channels <paramref name="from"/> to <paramref name="to"/> - 1, a multiple of the vector's lanes.</summary>
    protected abstract void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Called before the forward pass of the first channel.</summary>
    protected virtual void PrepareForward(in ImageBuffers buffers)
    {
    }

    /// <summary>Called before the backward pass of the first channel.</summary>
    protected virtual void PrepareBackward(in ImageBuffers buffers)
    {
    }

    /// <summary>Called after the backward pass of the last channel.</summary>
    protected virtual void FinishBackward(in ImageBuffers buffers)
    {
    }

    // Vectors of 512 bits for as many channels as fill them, then narrower ones.
    private void Run(in ImageBuffers buffers, bool back)
    {
        var channels = Input.Channels;
        var wide = Vector512.IsHardwareAccelerated ? channels & ~15 : 0;
        var half = Vector256.IsHardwareAccelerated ? channels & ~7 : wide;
        var quarter = Vector128.IsHardwareAccelerated ? channels & ~3 : half;
        Run<Lanes512>(buffers, 0, wide, back);
        Run<Lanes256>(buffers, wide, half, back);
        Run<Lanes128>(buffers, half, quarter, back);
        Run<Lanes1>(buffers, quarter, channels, back);
    }

    private void Run<TLanes>(in ImageBuffers buffers, int from, int to, bool back)
        where TLanes : struct, ILanes<TLanes>
    {
        if (from == to)
        {
            return;
        }

        if (back)
        {
            Backward<TLanes>(buffers, from, to);
        }
        else
        {
            Forward<TLanes>(buffers, from, to);
        }
    }
}
