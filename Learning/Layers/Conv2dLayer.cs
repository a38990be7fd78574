using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;
using Digits.Learning.Networks;

namespace Digits.Learning.Layers;

/// <summary>
/// A convolution with step 1. x is [h, w, ic], y is [oh, ow, oc], W is [kh, kw, ic, oc], in each the last index contiguous:
/// y[i, j, o] = bias[o] + Σ_kh Σ_kw Σ_c x[i + kh - p, j + kw - p, c] · W[kh, kw, c, o], where x is zero outside.
/// </summary>
/// <remarks>
/// Without copying x into columns: for one kernel row kh, the values x[i + kh, j .. j + k, all c] lie side by side, so that the sum
/// is <c>k</c> segments of <c>k · ic</c> steps. With padding, x is first copied into a frame of zeros.
/// </remarks>
internal sealed class Conv2dLayer : ImageLayer
{
    private static readonly FloatBuffer One = Constant(1, 1);
    private static readonly FloatBuffer Zeros = Constant(ArchitectureLimits.Filters, 0);

    private readonly int _kernel;
    private readonly int _before;
    private readonly int _rim;
    private readonly StridedProduct _forward;
    private readonly StridedProduct _weightGradient;
    private readonly StridedProduct _biasGradient;
    private readonly StridedProduct _inputGradient;

    /// <param name="index">The layer's place in the architecture.</param>
    /// <param name="input">The shape of x.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="same">Whether y keeps the height and width of x; with an even kernel, the odd zero is below and to the right.</param>
    public Conv2dLayer(int index, ImageShape input, int filters, int kernel, bool same)
        : base(index, input, OutputShape(input, filters, kernel, same))
    {
        _kernel = kernel;
        _before = same ? (kernel - 1) / 2 : 0;
        _rim = same ? kernel - 1 : 0;
        var ic = input.Channels;
        var rowX = (input.Width + _rim) * ic;
        var rowY = Output.Width * filters;
        var kernelRow = kernel * ic * filters;
        _forward = new StridedProduct
        {
            Blocks = Output.Height,
            Rows = Output.Width,
            Columns = filters,
            Segments = kernel,
            Steps = kernel * ic,
            ABlock = rowX,
            ARow = ic,
            ASegment = rowX,
            AStep = 1,
            BSegment = kernelRow,
            BStep = filters,
            CBlock = rowY,
            CRow = filters,
        };

        // dW[kh, (kw, c), o] += Σ over output rows and pixels of x[row + kh, pixel + (kw, c)] · dY[row, pixel, o].
        _weightGradient = new StridedProduct
        {
            Blocks = kernel,
            Rows = kernel * ic,
            Columns = filters,
            Segments = Output.Height,
            Steps = Output.Width,
            ABlock = rowX,
            ARow = 1,
            ASegment = rowX,
            AStep = ic,
            BSegment = rowY,
            BStep = filters,
            InitBlock = kernelRow,
            InitRow = filters,
            CBlock = kernelRow,
            CRow = filters,
        };

        // dBias[o] += Σ over pixels of 1 · dY[pixel, o].
        _biasGradient = new StridedProduct { Rows = 1, Columns = filters, Steps = Output.Height * Output.Width, BStep = filters };

        // dX is the convolution of dY, in a frame of zeros, with the kernel turned by 180 degrees: input and output channels swapped.
        var rowFrame = (input.Width + kernel - 1) * filters;
        _inputGradient = new StridedProduct
        {
            Blocks = input.Height,
            Rows = input.Width,
            Columns = ic,
            Segments = kernel,
            Steps = kernel * filters,
            ABlock = rowFrame,
            ARow = filters,
            ASegment = rowFrame,
            AStep = 1,
            BSegment = kernel * filters * ic,
            BStep = ic,
            CBlock = input.Width * ic,
            CRow = ic,
        };
        var fanIn = kernel * kernel * ic;
        Parameters = (Parameter.Packed(index, "weights", fanIn, filters, fanIn), Parameter.Packed(index, "bias", 1, filters, 0));
    }

    public override bool BackwardReadsInput => true;

    public override int ScratchSize => FrameX + ((Input.Height + _kernel - 1) * (Input.Width + _kernel - 1) * Output.Channels);

    public override (Parameter Weights, Parameter Bias)? Parameters { get; }

    private int FrameX => _rim == 0 ? 0 : (Input.Height + _rim) * (Input.Width + _rim) * Input.Channels;

    public static ImageShape OutputShape(ImageShape input, int filters, int kernel, bool same) =>
        same ? input with { Channels = filters } : new(input.Height - kernel + 1, input.Width - kernel + 1, filters);

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
        CopyIntoFrame(ref buffers.DY, Output, ref frame, Input.Width + _kernel - 1, _kernel - 1 - _before);
        _inputGradient.Multiply(ref frame, ref buffers.TurnedWeights, ref Zeros[0], ref buffers.DX);
    }

    public override void TurnWeights(ref float weights, ref float turned)
    {
        var (ic, oc) = (Input.Channels, Output.Channels);
        var last = (_kernel * _kernel) - 1;
        for (var tap = 0; tap <= last; tap++)
        {
            ref var from = ref Unsafe.Add(ref weights, tap * ic * oc);
            ref var to = ref Unsafe.Add(ref turned, (last - tap) * ic * oc);
            for (var o = 0; o < oc; o++)
            {
                for (var c = 0; c < ic; c++)
                {
                    Unsafe.Add(ref to, (o * ic) + c) = Unsafe.Add(ref from, (c * oc) + o);
                }
            }
        }
    }

    // The rim of a frame is zero from the start and never written.
    private static void CopyIntoFrame(ref float image, ImageShape shape, ref float frame, int frameWidth, int before)
    {
        var row = shape.Width * shape.Channels;
        for (var i = 0; i < shape.Height; i++)
        {
            var from = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref image, i * row), row);
            from.CopyTo(MemoryMarshal.CreateSpan(
                ref Unsafe.Add(ref frame, (((i + before) * frameWidth) + before) * shape.Channels), row));
        }
    }

    private static FloatBuffer Constant(int length, float value)
    {
        var buffer = new FloatBuffer(length);
        buffer.Span.Fill(value);
        return buffer;
    }

    private ref float Framed(in ImageBuffers buffers)
    {
        if (_rim == 0)
        {
            return ref buffers.X;
        }

        CopyIntoFrame(ref buffers.X, Input, ref buffers.Scratch, Input.Width + _rim, _before);
        return ref buffers.Scratch;
    }
}
