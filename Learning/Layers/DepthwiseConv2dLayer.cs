using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A convolution of every channel by itself. x is [h, w, c], y is [oh, ow, c], W is [kh, kw, c], bias is [c]; the last index is contiguous:
/// y[i, j, c] = bias[c] + Σ_kh Σ_kw x[s·i + kh - p, s·j + kw - p, c] · W[kh, kw, c], where x is zero outside.
/// dW[kh, kw, c] = Σ x[s·i + kh - p, s·j + kw - p, c] · dY[i, j, c], dX is the sum of W · dY over the outputs
/// whose receptive field contains the pixel, and dBias = Σ dY.
/// </summary>
internal sealed class DepthwiseConv2dLayer(int index, string path, ImageShape input, Window window)
    : ChannelLayer(index, input, window.Output(input, input.Channels))
{
    private readonly Frame _frame = new(input, window);

    public override bool BackwardReadsInput => true;

    // With padding, one frame for x and one for dX.
    public override int ScratchSize => _frame.HasRim ? 2 * _frame.Size : 0;

    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        Parameter.Packed(path, "weights", window.Size * window.Size, input.Channels, window.Size * window.Size),
        Parameter.Packed(path, "bias", 1, input.Channels, 0),
    ];

    protected override void PrepareForward(in ImageBuffers buffers)
    {
        if (_frame.HasRim)
        {
            _frame.Put(ref buffers.X, ref buffers.Scratch);
        }
    }

    [MethodImpl(KernelMethod.Options)]
    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        ref var x = ref _frame.HasRim ? ref buffers.Scratch : ref buffers.X;
        var (channels, size) = (Input.Channels, window.Size);
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            for (var c = from; c < to; c += TLanes.Count)
            {
                ref var row = ref Unsafe.Add(ref x, Corner(at) + c);
                ref var w = ref Unsafe.Add(ref buffers.Weights, c);
                var sum = TLanes.Load(ref Unsafe.Add(ref buffers.Bias, c));
                for (var kh = 0; kh < size; kh++)
                {
                    for (var kw = 0; kw < size; kw++)
                    {
                        sum = TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref row, kw * channels)), TLanes.Load(ref w), sum);
                        w = ref Unsafe.Add(ref w, channels);
                    }

                    row = ref Unsafe.Add(ref row, _frame.Row);
                }

                sum.Store(ref Unsafe.Add(ref buffers.Y, (at * channels) + c));
            }
        }
    }

    protected override void PrepareBackward(in ImageBuffers buffers)
    {
        PrepareForward(buffers);
        if (buffers.WantsInputGradient)
        {
            MemoryMarshal.CreateSpan(ref GradientFrame(buffers), _frame.Size).Clear();
        }
    }

    [MethodImpl(KernelMethod.Options)]
    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to)
    {
        ref var x = ref _frame.HasRim ? ref buffers.Scratch : ref buffers.X;
        ref var dX = ref GradientFrame(buffers);
        var channels = Input.Channels;
        for (var at = 0; at < Output.Height * Output.Width; at++)
        {
            for (var c = from; c < to; c += TLanes.Count)
            {
                var dY = TLanes.Load(ref Unsafe.Add(ref buffers.DY, (at * channels) + c));
                ref var dBias = ref Unsafe.Add(ref buffers.DBias, c);
                (TLanes.Load(ref dBias) + dY).Store(ref dBias);
                for (var tap = 0; tap < window.Size * window.Size; tap++)
                {
                    var seen = Corner(at) + (tap / window.Size * _frame.Row) + (tap % window.Size * channels) + c;
                    ref var dW = ref Unsafe.Add(ref buffers.DWeights, (tap * channels) + c);
                    TLanes.MultiplyAdd(TLanes.Load(ref Unsafe.Add(ref x, seen)), dY, TLanes.Load(ref dW)).Store(ref dW);
                    if (buffers.WantsInputGradient)
                    {
                        var w = TLanes.Load(ref Unsafe.Add(ref buffers.Weights, (tap * channels) + c));
                        TLanes.MultiplyAdd(w, dY, TLanes.Load(ref Unsafe.Add(ref dX, seen))).Store(ref Unsafe.Add(ref dX, seen));
                    }
                }
            }
        }
    }

    protected override void FinishBackward(in ImageBuffers buffers)
    {
        if (_frame.HasRim && buffers.WantsInputGradient)
        {
            _frame.Take(ref GradientFrame(buffers), ref buffers.DX);
        }
    }

    private ref float GradientFrame(in ImageBuffers buffers) =>
        ref _frame.HasRim ? ref Unsafe.Add(ref buffers.Scratch, _frame.Size) : ref buffers.DX;

    private int Corner(int at) =>
        (at / Output.Width * window.Stride * _frame.Row) + (at % Output.Width * window.Stride * Input.Channels);
}
