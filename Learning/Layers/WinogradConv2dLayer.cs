using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Digits.Learning.Data;
using Digits.Learning.Kernels;

namespace Digits.Learning.Layers;

/// <summary>Tells which convolutions <see cref="WinogradConv2dLayer{TLanes}"/> can compute, and creates it for this processor.</summary>
internal static class WinogradConv2dLayer
{
    private const int ChannelStep = 16;

    /// <summary>Whether Winograd's method can compute a convolution, and does so faster than <see cref="Conv2dLayer"/>.</summary>
    public static bool Fits(ImageShape input, int filters, Window window)
    {
        var output = window.Output(input, filters);
        return window is { Size: 3, Stride: 1 } && window.Before(input.Height) <= 1
            && input.Channels % ChannelStep == 0 && filters % ChannelStep == 0
            && Math.Min(output.Height, output.Width) > WinogradTile.Side / 2;
    }

    /// <inheritdoc cref="WinogradConv2dLayer{TLanes}(int, string, ImageShape, int, Window, bool, bool)"/>
    public static ImageLayer Create(int index, string path, ImageShape input, int filters, Window window, bool relu, bool pool)
    {
        return Lanes.Widest switch
        {
            16 => new WinogradConv2dLayer<Lanes512>(index, path, input, filters, window, relu, pool),
            8 => new WinogradConv2dLayer<Lanes256>(index, path, input, filters, window, relu, pool),
            _ => new WinogradConv2dLayer<Lanes128>(index, path, input, filters, window, relu, pool),
        };
    }
}

/// <summary>
/// A 3x3 convolution of stride 1 with bias, optionally followed by max pooling of 2x2 windows and relu, by Winograd's method, which
/// needs a quarter of the products. x is [batch, h, w, ic], W is [3, 3, ic, oc], y is [batch, oh, ow, oc]; both channel counts are
/// multiples of 16.
/// </summary>
/// <remarks>
/// Works on the tiles of several images at once: it transforms the inputs, multiplies 36 pairs of matrices and transforms the products
/// back. Bias, pooling and relu are applied while the values are in registers, so the convolution's own output is never stored. The
/// state is [oh, ow, oc] and holds which pixel of a pooling window won, or that relu set the value to zero. The weight gradient
/// stays transformed until all images of a shard are done.
/// </remarks>
internal sealed class WinogradConv2dLayer<TLanes> : ImageLayer
    where TLanes : struct, ILanes<TLanes>
{
    // An image with fewer tiles does not fill the rows of the products, so all images of a shard are computed together.
    private const int FewTiles = 12;

    private static readonly FloatBuffer Zeros = new(StridedProduct.Panel);

    private readonly bool _relu;
    private readonly bool _pool;
    private readonly WinogradGeometry _at;
    private readonly WinogradTiles<TLanes> _tiles;
    private readonly StridedProduct _forward;
    private readonly StridedProduct _weightGradient;
    private readonly StridedProduct _inputGradient;

    /// <param name="index">The layer's number in the architecture.</param>
    /// <param name="path">Its path.</param>
    /// <param name="input">The shape of x.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="window">The kernel; see <see cref="WinogradConv2dLayer.Fits"/>.</param>
    /// <param name="relu">Whether negative outputs become zero.</param>
    /// <param name="pool">Whether the largest of 2x2 outputs is taken.</param>
    public WinogradConv2dLayer(int index, string path, ImageShape input, int filters, Window window, bool relu, bool pool)
        : base(index, input, Pooled(window.Output(input, filters), pool))
    {
        (_relu, _pool) = (relu, pool);
        _at = new WinogradGeometry(input, Output, pool);
        _tiles = new WinogradTiles<TLanes>(_at, window.Before(input.Height), relu, pool);
        Parameters = Conv2dLayer.ParametersOf(path, window.Size, input.Channels, filters);
        var ic = input.Channels;
        const int Panel = StridedProduct.Panel;
        const int Values = WinogradTile.Values;

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
            InitPanel = 0,
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
            InitPanel = 0,
            CBlock = _at.InputBlock,
            CRow = ic,
        };
    }

    public override bool WholeShard => _at.TilesPerImage < FewTiles;

    public override bool BackwardReadsInput => true;

    public override bool BackwardReadsOutput => _relu && !_pool;

    public override int StateSize => _pool ? Output.Size : 0;

    public override int ScratchSize => InputsSize + OutputsSize + _tiles.ScratchSize + _at.WeightsSize;

    public override IReadOnlyList<Parameter> Parameters { get; }

    private int InputsSize => WinogradTile.Values * _at.InputBlock;

    private int OutputsSize => _at.OutputPanels * _at.OutputPanel;

    private int Tap => Input.Channels * Output.Channels;

    public override int PreparedSize(bool wantsInputGradient) => checked(_at.WeightsSize + (wantsInputGradient ? _at.TurnedSize : 0));

    [MethodImpl(KernelMethod.Options)]
    public override void Forward(in ImageBuffers buffers)
    {
        ref var v = ref buffers.Scratch;
        ref var m = ref Unsafe.Add(ref v, InputsSize);
        ref var tile = ref Unsafe.Add(ref m, OutputsSize);
        var total = buffers.Images * _at.TilesPerImage;
        var chunk = WinogradGeometry.Chunk(total);
        var product = _forward;
        for (var first = 0; first < total; first += chunk)
        {
            product.Rows = Math.Min(chunk, total - first);
            _tiles.TransformInputs(buffers, first, product.Rows, ref v, ref tile);
            product.Multiply<TLanes>(ref v, ref buffers.Prepared, ref Zeros[0], ref m);
            _tiles.StoreOutputs(buffers, first, product.Rows, ref m, ref tile);
        }
    }

    [MethodImpl(KernelMethod.Options)]
    public override void Backward(in ImageBuffers buffers)
    {
        ref var v = ref buffers.Scratch;
        ref var m = ref Unsafe.Add(ref v, InputsSize);
        ref var tile = ref Unsafe.Add(ref m, OutputsSize);
        ref var dU = ref Unsafe.Add(ref tile, _tiles.ScratchSize);
        ref var turned = ref Unsafe.Add(ref buffers.Prepared, _at.WeightsSize);
        if (buffers.WantsInputGradient)
        {
            _tiles.ClearInputGradients(buffers);
        }

        var total = buffers.Images * _at.TilesPerImage;
        var chunk = WinogradGeometry.Chunk(total);
        var (weights, inputs) = (_weightGradient, _inputGradient);
        for (var first = 0; first < total; first += chunk)
        {
            var count = Math.Min(chunk, total - first);
            weights.Steps = count;
            inputs.Rows = count;
            _tiles.TransformInputs(buffers, first, count, ref v, ref tile);
            _tiles.LoadOutputGradients(buffers, first, count, ref m, ref tile);
            weights.Multiply<TLanes>(ref v, ref m, ref dU, ref dU);
            if (buffers.WantsInputGradient)
            {
                inputs.Multiply<TLanes>(ref m, ref turned, ref Zeros[0], ref v);
                _tiles.AddInputGradients(buffers, first, count, ref v, ref tile);
            }
        }
    }

    public override void FinishShard(in ImageBuffers buffers)
    {
        ref var dU = ref Unsafe.Add(ref buffers.Scratch, InputsSize + OutputsSize + _tiles.ScratchSize);
        Transform(ref buffers.DWeights, ref dU, backward: true);
        MemoryMarshal.CreateSpan(ref dU, _at.WeightsSize).Clear();
    }

    public override void Prepare(ref float weights, ref float prepared, bool wantsInputGradient)
    {
        Transform(ref weights, ref prepared, backward: false);
        if (wantsInputGradient)
        {
            Turn(ref prepared, ref Unsafe.Add(ref prepared, _at.WeightsSize));
        }
    }

    // Transforms all weights [3, 3, ic, oc], or their transformed gradients back.
    [SkipLocalsInit]
    [MethodImpl(KernelMethod.Options)]
    private void Transform(ref float weights, ref float transformed, bool backward)
    {
        Span<float> scratch = stackalloc float[WinogradTiles<TLanes>.TransformSize];
        var step = Input.Channels * StridedProduct.Panel;
        for (var c = 0; c < Input.Channels; c++)
        {
            for (var o = 0; o < Output.Channels; o += TLanes.Count)
            {
                ref var w = ref Unsafe.Add(ref weights, (c * Output.Channels) + o);
                ref var u = ref Unsafe.Add(ref transformed, Transformed(c, o));
                if (backward)
                {
                    Winograd<TLanes>.WeightGradient(ref u, step, ref w, Tap, ref scratch[0]);
                }
                else
                {
                    Winograd<TLanes>.Weights(ref w, Tap, ref u, step, ref scratch[0]);
                }
            }
        }
    }

    // Swaps input and output channels of transformed weights.
    private void Turn(ref float transformed, ref float turned)
    {
        const int Panel = StridedProduct.Panel;
        var (channels, filters) = (Input.Channels, Output.Channels);
        for (var block = 0; block < _at.InputPanels * WinogradTile.Values * _at.OutputPanels; block++)
        {
            var (rest, outputPanel) = Math.DivRem(block, _at.OutputPanels);
            var (inputPanel, value) = Math.DivRem(rest, WinogradTile.Values);
            var first = (((outputPanel * WinogradTile.Values) + value) * channels) + (inputPanel * Panel);
            ref var from = ref Unsafe.Add(ref transformed, first * Panel);
            ref var to = ref Unsafe.Add(ref turned, block * Panel * Panel);
            var (rows, columns) = (Math.Min(Panel, channels - (inputPanel * Panel)), Math.Min(Panel, filters - (outputPanel * Panel)));
            Elementwise.Transpose(ref from, Panel, ref to, Panel, rows, columns);
        }
    }

    private static ImageShape Pooled(ImageShape shape, bool pool) =>
        pool ? new ImageShape(shape.Height / 2, shape.Width / 2, shape.Channels) : shape;

    private int Transformed(int c, int o) =>
        (((o / StridedProduct.Panel * WinogradTile.Values * Input.Channels) + c) * StridedProduct.Panel) + (o % StridedProduct.Panel);
}
