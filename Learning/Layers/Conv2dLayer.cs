using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A convolution of one image. x is [h, w, ic], y is [oh, ow, oc], W is [kh, kw, ic, oc], bias is [oc]; the last index is contiguous:
/// y[i, j, o] = bias[o] + Σ_kh Σ_kw Σ_c x[s·i + kh - p, s·j + kw - p, c] · W[kh, kw, c, o], where x is zero outside.
/// </summary>
/// <remarks>
/// x is not copied into columns: for one kernel row kh, the values x[i + kh, j .. j + k, all c] lie side by side, so that the sum
/// is <c>k</c> segments of <c>k · ic</c> steps. With padding, x is first copied into a frame of zeros.
/// </remarks>
internal sealed class Conv2dLayer : ImageLayer
{
    /// <summary>The largest number of output channels; <see cref="Zeros"/> has as many values.</summary>
    public const int MaxFilters = 512;

    private static readonly FloatBuffer One = Constant(1, 1);
    private static readonly FloatBuffer Zeros = Constant(MaxFilters, 0);

    private readonly int _kernel;
    private readonly int _stride;
    private readonly Frame _frame;
    private readonly Frame _gradientFrame;
    private readonly StridedProduct _forward;
    private readonly StridedProduct _weightGradient;
    private readonly StridedProduct _biasGradient;
    private readonly StridedProduct _inputGradient;

    /// <param name="index">The layer's number in the architecture.</param>
    /// <param name="path">Its path.</param>
    /// <param name="input">The shape of x.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="window">The kernel.</param>
    public Conv2dLayer(int index, string path, ImageShape input, int filters, Window window)
        : base(index, input, window.Output(input, filters))
    {
        (_kernel, _stride) = (window.Size, window.Stride);
        _frame = new Frame(input, window);
        var ic = input.Channels;
        var rowX = _frame.Row;
        var rowY = Output.Width * filters;
        var kernelRow = _kernel * ic * filters;
        _forward = new StridedProduct
        {
            Blocks = Output.Height,
            Rows = Output.Width,
            Columns = filters,
            Segments = _kernel,
            Steps = _kernel * ic,
            ABlock = _stride * rowX,
            ARow = _stride * ic,
            ASegment = rowX,
            AStep = 1,
            BSegment = kernelRow,
            BStep = filters,
            CBlock = rowY,
            CRow = filters,
        };

        // dW[kh, (kw, c), o] += Σ over output rows and pixels of x[s · row + kh, s · pixel + (kw, c)] · dY[row, pixel, o].
        _weightGradient = new StridedProduct
        {
            Blocks = _kernel,
            Rows = _kernel * ic,
            Columns = filters,
            Segments = Output.Height,
            Steps = Output.Width,
            ABlock = rowX,
            ARow = 1,
            ASegment = _stride * rowX,
            AStep = _stride * ic,
            BSegment = rowY,
            BStep = filters,
            InitBlock = kernelRow,
            InitRow = filters,
            CBlock = kernelRow,
            CRow = filters,
        };

        // dBias[o] += Σ over pixels of 1 · dY[pixel, o].
        _biasGradient = new StridedProduct { Rows = 1, Columns = filters, Steps = Output.Height * Output.Width, BStep = filters };
        if (_stride == 1)
        {
            // dX is the convolution of dY, in a frame of zeros, with the kernel rotated by 180 degrees and its channels swapped.
            var (above, left) = (_kernel - 1 - window.Before(input.Height), _kernel - 1 - window.Before(input.Width));
            _gradientFrame = new Frame(Output, above, left, input.Height + _kernel - 1, input.Width + _kernel - 1);
            _inputGradient = new StridedProduct
            {
                Blocks = input.Height,
                Rows = input.Width,
                Columns = ic,
                Segments = _kernel,
                Steps = _kernel * filters,
                ABlock = _gradientFrame.Row,
                ARow = filters,
                ASegment = _gradientFrame.Row,
                AStep = 1,
                BSegment = _kernel * filters * ic,
                BStep = ic,
                CBlock = input.Width * ic,
                CRow = ic,
            };
        }
        else
        {
            // For one tap of the kernel: dX[s · row + kh, s · pixel + kw, c] += Σ_o dY[row, pixel, o] · W[kh, kw, c, o], in x's frame.
            _gradientFrame = _frame;
            _inputGradient = new StridedProduct
            {
                Blocks = Output.Height,
                Rows = Output.Width,
                Columns = ic,
                Steps = filters,
                ABlock = rowY,
                ARow = filters,
                AStep = 1,
                BStep = ic,
                InitBlock = _stride * rowX,
                InitRow = _stride * ic,
                CBlock = _stride * rowX,
                CRow = _stride * ic,
            };
        }

        Parameters = ParametersOf(path, _kernel, ic, filters);
    }

    public override bool BackwardReadsInput => true;

    public override int ScratchSize => FrameX + _gradientFrame.Size;

    public override IReadOnlyList<Parameter> Parameters { get; }

    private int FrameX => _frame.HasRim ? _frame.Size : 0;

    public override void Forward(in ImageBuffers buffers) =>
        _forward.Multiply(ref Framed(buffers), ref buffers.Weights, ref buffers.Bias, ref buffers.Y);

    public override void Backward(in ImageBuffers buffers)
    {
        _biasGradient.Multiply(ref One[0], ref buffers.DY, ref buffers.DBias, ref buffers.DBias);
        _weightGradient.Multiply(ref Framed(buffers), ref buffers.DY, ref buffers.DWeights, ref buffers.DWeights);
        if (!buffers.WantsInputGradient)
        {
            return;
        }

        ref var frame = ref Unsafe.Add(ref buffers.Scratch, FrameX);
        if (_stride == 1)
        {
            _gradientFrame.Put(ref buffers.DY, ref frame);
            _inputGradient.Multiply(ref frame, ref buffers.Prepared, ref Zeros[0], ref buffers.DX);
            return;
        }

        MemoryMarshal.CreateSpan(ref frame, _frame.Size).Clear();
        var last = (_kernel * _kernel) - 1;
        for (var tap = 0; tap <= last; tap++)
        {
            ref var weights = ref Unsafe.Add(ref buffers.Prepared, (last - tap) * Input.Channels * Output.Channels);
            ref var seen = ref Unsafe.Add(ref frame, (tap / _kernel * _frame.Row) + (tap % _kernel * Input.Channels));
            _inputGradient.Multiply(ref buffers.DY, ref weights, ref seen, ref seen);
        }

        _frame.Take(ref frame, ref buffers.DX);
    }

    /// <summary>The parameters of any convolution: W as [kh, kw, ic, oc], then the bias.</summary>
    public static IReadOnlyList<Parameter> ParametersOf(string path, int kernel, int channels, int filters)
    {
        var fanIn = kernel * kernel * channels;
        return [Parameter.Packed(path, "weights", fanIn, filters, fanIn), Parameter.Packed(path, "bias", 1, filters, 0)];
    }

    public override int PreparedSize(bool wantsInputGradient) => wantsInputGradient ? Parameters[0].Length : 0;

    public override void Prepare(ref float weights, ref float prepared, bool wantsInputGradient)
    {
        var (ic, oc) = (Input.Channels, Output.Channels);
        var last = (_kernel * _kernel) - 1;
        for (var tap = 0; tap <= last; tap++)
        {
            ref var from = ref Unsafe.Add(ref weights, tap * ic * oc);
            ref var to = ref Unsafe.Add(ref prepared, (last - tap) * ic * oc);
            Elementwise.Transpose(ref from, oc, ref to, ic, ic, oc);
        }
    }

    private static FloatBuffer Constant(int length, float value)
    {
        var buffer = new FloatBuffer(length);
        buffer.Span.Fill(value);
        return buffer;
    }

    // The rim of the frame is zero from the start and is never written.
    private ref float Framed(in ImageBuffers buffers)
    {
        if (!_frame.HasRim)
        {
            return ref buffers.X;
        }

        _frame.Put(ref buffers.X, ref buffers.Scratch);
        return ref buffers.Scratch;
    }
}
