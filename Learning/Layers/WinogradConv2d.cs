using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>
/// A 3x3 convolution of step 1, its bias, and if wanted relu and max pooling of 2x2 windows, by Winograd's method: a quarter of
/// the products. x is [h, w, ic], W is [3, 3, ic, oc]; both channel counts are whole multiples of 16.
/// </summary>
/// <remarks>
/// Works on the tiles of several images at once: transform the inputs, multiply 36 pairs of matrices, transform back. What relu and
/// pooling need is in registers then, so the convolution's own output is never stored. The state holds which pixel of a window
/// won, or that relu cut it off.
/// </remarks>
internal sealed class WinogradConv2d
{
    public const int ChannelStep = 16;

    private static readonly FloatBuffer Zeros = new(StridedProduct.Panel);

    private readonly WinogradGeometry _at;
    private readonly WinogradTiles _tiles;
    private readonly StridedProduct _forward;
    private readonly StridedProduct _weightGradient;
    private readonly StridedProduct _inputGradient;

    /// <param name="input">The shape of x.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="padding">Zeros on every side: 0 or 1.</param>
    /// <param name="relu">Whether negative outputs become zero.</param>
    /// <param name="pool">Whether the largest of 2x2 outputs is taken.</param>
    public WinogradConv2d(ImageShape input, int filters, int padding, bool relu, bool pool)
    {
        var convolved = new ImageShape(input.Height - 2 + (2 * padding), input.Width - 2 + (2 * padding), filters);
        _at = new WinogradGeometry(input, convolved, pool);
        _tiles = new WinogradTiles(_at, padding, relu, pool);
        var ic = input.Channels;
        const int Panel = StridedProduct.Panel;
        const int Values = WinogradGeometry.Values;

        // m[value, tile, o] = Σ_c v[value, tile, c] · u[value, c, o].
        _forward = new StridedProduct
        {
            Blocks = Values,
            Rows = 0,
            Columns = filters,
            Steps = ic,
            ABlock = _at.InputBlock,
            ARow = ic,
            AStep = 1,
            BPanel = Values * ic * Panel,
            BBlock = ic * Panel,
            BStep = Panel,
            CPanel = _at.OutputPanel,
            CBlock = _at.OutputBlock,
            CRow = Panel,
        };

        // dU[value, c, o] += Σ_tile v[value, tile, c] · dM[value, tile, o].
        _weightGradient = new StridedProduct
        {
            Blocks = Values,
            Rows = ic,
            Columns = filters,
            Steps = 0,
            ABlock = _at.InputBlock,
            ARow = 1,
            AStep = ic,
            BPanel = _at.OutputPanel,
            BBlock = _at.OutputBlock,
            BStep = Panel,
            InitPanel = Values * ic * Panel,
            InitBlock = ic * Panel,
            InitRow = Panel,
            CPanel = Values * ic * Panel,
            CBlock = ic * Panel,
            CRow = Panel,
        };

        // dV[value, tile, c] = Σ_o dM[value, tile, o] · u[value, c, o]; a segment is a panel of filters.
        _inputGradient = new StridedProduct
        {
            Blocks = Values,
            Rows = 0,
            Columns = ic,
            Segments = _at.OutputPanels,
            Steps = Math.Min(filters, Panel),
            ABlock = _at.OutputBlock,
            ASegment = _at.OutputPanel,
            ARow = Panel,
            AStep = 1,
            BPanel = Values * _at.OutputPanels * Panel * Panel,
            BBlock = _at.OutputPanels * Panel * Panel,
            BSegment = Panel * Panel,
            BStep = Panel,
            CBlock = _at.InputBlock,
            CRow = ic,
        };
    }

    public ImageShape Output => _at.Output;

    public int TransformedSize => _at.WeightsSize;

    public int TurnedSize => _at.TurnedSize;

    /// <summary>Floats of scratch per thread; zero at first.</summary>
    public int ScratchSize => InputsSize + OutputsSize + WinogradTiles.ScratchSize;

    private int InputsSize => WinogradGeometry.Values * _at.InputBlock;

    private int OutputsSize => _at.OutputPanels * _at.OutputPanel;

    [MethodImpl(Hot.Loop)]
    public void Forward<TLanes>(in WinogradImages images, ref float transformed, ref float bias, ref float scratch)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var v = ref scratch;
        ref var m = ref Unsafe.Add(ref v, InputsSize);
        ref var tile = ref Unsafe.Add(ref m, OutputsSize);
        var total = images.Count * _at.TilesPerImage;
        var chunk = WinogradGeometry.Chunk(total);
        var product = _forward;
        for (var first = 0; first < total; first += chunk)
        {
            product.Rows = Math.Min(chunk, total - first);
            _tiles.TransformInputs<TLanes>(images, first, product.Rows, ref v, ref tile);
            product.Multiply<TLanes>(ref v, ref transformed, ref Zeros[0], ref m);
            _tiles.Finish<TLanes>(images, first, product.Rows, ref m, ref bias, ref tile);
        }
    }

    /// <summary>Adds to dU and dBias, and computes dX if it is wanted.</summary>
    [MethodImpl(Hot.Loop)]
    public void Backward<TLanes>(in WinogradImages images, ref float turned, ref float dU, ref float dBias, ref float scratch)
        where TLanes : struct, ILanes<TLanes>
    {
        ref var v = ref scratch;
        ref var m = ref Unsafe.Add(ref v, InputsSize);
        ref var tile = ref Unsafe.Add(ref m, OutputsSize);
        var total = images.Count * _at.TilesPerImage;
        var chunk = WinogradGeometry.Chunk(total);
        var (weights, inputs) = (_weightGradient, _inputGradient);
        for (var first = 0; first < total; first += chunk)
        {
            var count = Math.Min(chunk, total - first);
            weights.Steps = count;
            inputs.Rows = count;
            _tiles.TransformInputs<TLanes>(images, first, count, ref v, ref tile);
            _tiles.Begin<TLanes>(images, first, count, ref m, ref dBias, ref tile);
            weights.Multiply<TLanes>(ref v, ref m, ref dU, ref dU);
            if (images.WantsInputGradient)
            {
                inputs.Multiply<TLanes>(ref m, ref turned, ref Zeros[0], ref v);
                _tiles.AddInputGradients<TLanes>(images, first, count, ref v, ref tile);
            }
        }
    }

    /// <summary>Transforms the weights for <see cref="Forward"/>.</summary>
    [SkipLocalsInit]
    [MethodImpl(Hot.Loop)]
    public void Transform<TLanes>(ref float weights, ref float transformed)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> scratch = stackalloc float[WinogradTiles.ScratchSize];
        for (var c = 0; c < _at.Input.Channels; c++)
        {
            for (var o = 0; o < _at.Output.Channels; o += TLanes.Count)
            {
                Winograd<TLanes>.Weights(
                    ref Unsafe.Add(ref weights, (c * _at.Output.Channels) + o),
                    Tap,
                    ref Unsafe.Add(ref transformed, Transformed(c, o)),
                    _at.Input.Channels * StridedProduct.Panel,
                    ref scratch[0]);
            }
        }
    }

    /// <summary>Swaps input and output channels of transformed weights for <see cref="Backward"/>.</summary>
    [MethodImpl(Hot.Loop)]
    public void Turn(ref float transformed, ref float turned)
    {
        const int Panel = StridedProduct.Panel;
        var (channels, filters) = (_at.Input.Channels, _at.Output.Channels);
        for (var block = 0; block < _at.InputPanels * WinogradGeometry.Values * _at.OutputPanels; block++)
        {
            var (rest, outputPanel) = Math.DivRem(block, _at.OutputPanels);
            var (inputPanel, value) = Math.DivRem(rest, WinogradGeometry.Values);
            var rows = (((outputPanel * WinogradGeometry.Values) + value) * channels) + (inputPanel * Panel);
            ref var from = ref Unsafe.Add(ref transformed, rows * Panel);
            ref var to = ref Unsafe.Add(ref turned, block * Panel * Panel);
            for (var o = 0; o < Math.Min(Panel, filters - (outputPanel * Panel)); o++)
            {
                for (var c = 0; c < Math.Min(Panel, channels - (inputPanel * Panel)); c++)
                {
                    Unsafe.Add(ref to, (o * Panel) + c) = Unsafe.Add(ref from, (c * Panel) + o);
                }
            }
        }
    }

    /// <summary>Adds the weight gradient that <see cref="Backward"/> gathered to dW, and clears it.</summary>
    [SkipLocalsInit]
    [MethodImpl(Hot.Loop)]
    public void FinishGradient<TLanes>(ref float dU, ref float dW)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<float> scratch = stackalloc float[WinogradTiles.ScratchSize];
        for (var c = 0; c < _at.Input.Channels; c++)
        {
            for (var o = 0; o < _at.Output.Channels; o += TLanes.Count)
            {
                Winograd<TLanes>.WeightGradient(
                    ref Unsafe.Add(ref dU, Transformed(c, o)),
                    _at.Input.Channels * StridedProduct.Panel,
                    ref Unsafe.Add(ref dW, (c * _at.Output.Channels) + o),
                    Tap,
                    ref scratch[0]);
            }
        }

        MemoryMarshal.CreateSpan(ref dU, TransformedSize).Clear();
    }

    private int Tap => _at.Input.Channels * _at.Output.Channels;

    private int Transformed(int c, int o) =>
        (((o / StridedProduct.Panel * WinogradGeometry.Values * _at.Input.Channels) + c) * StridedProduct.Panel) + (o % StridedProduct.Panel);
}
