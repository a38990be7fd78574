using System.Runtime.Intrinsics;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A layer that does the same to every channel by itself. Written once for a register of channels; the first channels go through
/// the widest registers that the processor has, the rest through narrower ones, the last ones singly.
/// </summary>
internal abstract class ChannelLayer(int index, ImageShape input, ImageShape output) : ImageLayer(index, input, output)
{
    public sealed override void Forward(in ImageBuffers buffers)
    {
        PrepareForward(buffers);
        var (wide, half, quarter) = Split();
        if (wide > 0)
        {
            Forward<Lanes512>(buffers, 0, wide);
        }

        if (half > wide)
        {
            Forward<Lanes256>(buffers, wide, half);
        }

        if (quarter > half)
        {
            Forward<Lanes128>(buffers, half, quarter);
        }

        if (Input.Channels > quarter)
        {
            Forward<Lanes1>(buffers, quarter, Input.Channels);
        }
    }

    public sealed override void Backward(in ImageBuffers buffers)
    {
        PrepareBackward(buffers);
        var (wide, half, quarter) = Split();
        if (wide > 0)
        {
            Backward<Lanes512>(buffers, 0, wide);
        }

        if (half > wide)
        {
            Backward<Lanes256>(buffers, wide, half);
        }

        if (quarter > half)
        {
            Backward<Lanes128>(buffers, half, quarter);
        }

        if (Input.Channels > quarter)
        {
            Backward<Lanes1>(buffers, quarter, Input.Channels);
        }

        FinishBackward(buffers);
    }

    /// <summary>Works on channels <paramref name="from"/> to <paramref name="to"/> - 1, whole registers of them.</summary>
    protected abstract void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Works on channels <paramref name="from"/> to <paramref name="to"/> - 1, whole registers of them.</summary>
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

    // The channels up to which registers of 512, 256 and 128 bits work.
    private (int Wide, int Half, int Quarter) Split()
    {
        var wide = Vector512.IsHardwareAccelerated ? Input.Channels & ~15 : 0;
        var half = Vector256.IsHardwareAccelerated ? Input.Channels & ~7 : wide;
        return (wide, half, Vector128.IsHardwareAccelerated ? Input.Channels & ~3 : half);
    }
}
