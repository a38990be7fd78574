using Digits.Learning.Data;
using Digits.Learning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace Digits.Learning.Torch;

/// <summary>Builds modules for layers that <see cref="Architecture.Check"/> accepts, and follows the shape of an image through them.</summary>
/// <param name="input">The shape of an image.</param>
/// <param name="classCount">The outputs of a dense layer that names none.</param>
internal sealed class ModuleBuilder(ImageShape input, int classCount)
{
    // The defaults of LayerSpec. Its momentum of a batch norm is the share of the old value, PyTorch's the share of the new one.
    private const double Momentum = 0.9;
    private const double Epsilon = 1e-5;
    private const double Slope = 0.01;

    private readonly List<TorchParameter> _parameters = [];
    private ImageShape _shape = input;
    private bool _flat;

    /// <summary>Every array of the layers built so far, in the order of a model file.</summary>
    public IReadOnlyList<TorchParameter> Parameters => _parameters;

    /// <summary>Builds layers that follow those built before.</summary>
    public Sequential Build(IReadOnlyList<LayerSpec> layers) => Sequential(layers.SelectMany(Modules).ToArray());

    private IEnumerable<Module> Modules(LayerSpec layer) => layer.Type switch
    {
        LayerTypes.Conv2d => Convolution(layer, layer.Filters!.Value, groups: 1),
        LayerTypes.DepthwiseConv2d => Convolution(layer, _shape.Channels, groups: _shape.Channels),
        LayerTypes.BatchNorm => [Norm(layer)],
        LayerTypes.Relu => [ReLU()],
        LayerTypes.LeakyRelu => [LeakyReLU(layer.Slope ?? Slope)],
        LayerTypes.Gelu => [GELU()],
        LayerTypes.MaxPool2d => [Pool(layer, (size, stride) => MaxPool2d(size, stride))],
        LayerTypes.AvgPool2d => [Pool(layer, (size, stride) => AvgPool2d(size, stride))],
        LayerTypes.GlobalAvgPool => [GlobalAverage()],
        LayerTypes.Dropout => [Dropout(layer.Rate!.Value)],
        LayerTypes.Flatten => [Flatten()],
        LayerTypes.Dense => Dense(layer),
        LayerTypes.Residual => [new ResidualLayer(Build(layer.Layers!))],

        // The loss is computed from scores, and prediction always ends in softmax.
        LayerTypes.Softmax => [],
        _ => throw new ArgumentException($"Learning.Torch has no layer {layer.Type}.", nameof(layer)),
    };

    private List<Module> Convolution(LayerSpec layer, int filters, int groups)
    {
        var window = layer.Window;
        var (rows, columns) = (Zeros(window, _shape.Height), Zeros(window, _shape.Width));
        var isEven = rows.Before == rows.After && columns.Before == columns.After;
        var convolution = Conv2d(
            _shape.Channels,
            filters,
            (window.Size, window.Size),
            stride: (window.Stride, window.Stride),
            padding: isEven ? (rows.Before, columns.Before) : (0, 0),
            groups: groups);
        Add(convolution.weight, convolution.bias!);
        _shape = window.Output(_shape, filters);
        return isEven ? [convolution] : [ZeroPad2d((columns.Before, columns.After, rows.Before, rows.After)), convolution];
    }

    private static (long Before, long After) Zeros(Window window, int side)
    {
        var before = window.Before(side);
        return (before, Math.Max(window.Extent(side) - side - before, 0));
    }

    private NormLayer Norm(LayerSpec layer)
    {
        var (epsilon, momentum) = (layer.Epsilon ?? Epsilon, 1 - (layer.Momentum ?? Momentum));
        BatchNorm norm = _flat
            ? BatchNorm1d(_shape.Channels, epsilon, momentum)
            : BatchNorm2d(_shape.Channels, epsilon, momentum);
        Add(norm.weight, norm.bias!, norm.running_mean!, norm.running_var!);
        return new NormLayer(norm, momentum);
    }

    private Module Pool(LayerSpec layer, Func<long, long, Module> make)
    {
        var window = layer.Window;
        _shape = window.Output(_shape, _shape.Channels);
        return make(window.Size, window.Stride);
    }

    private GlobalAverageLayer GlobalAverage()
    {
        _shape = _shape with { Height = 1, Width = 1 };
        return new GlobalAverageLayer();
    }

    private FlattenLayer Flatten()
    {
        _flat = true;
        _shape = new ImageShape(1, 1, _shape.Size);
        return new FlattenLayer();
    }

    private List<Module> Dense(LayerSpec layer)
    {
        // After a global average pool there may be no flatten layer.
        List<Module> modules = _flat ? [] : [Flatten()];
        var dense = Linear(_shape.Channels, layer.Units ?? classCount);
        Add(dense.weight, dense.bias!);
        _shape = _shape with { Channels = layer.Units ?? classCount };
        return [.. modules, dense];
    }

    private void Add(params ReadOnlySpan<torch.Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            _parameters.Add(new TorchParameter(tensor));
        }
    }
}
