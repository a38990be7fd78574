using Digits.Learning.Data;
using Digits.Learning.Networks;

namespace Digits.Learning.Persistence.Exchange;

/// <summary>
/// Names and arranges a network's parameters as PyTorch does for the same layers in a <c>Sequential</c>. Images are
/// [channel, row, column] in PyTorch and [row, column, channel] in Digits, so layers after a flatten have their inputs in another order.
/// </summary>
internal sealed class ExchangeLayout
{
    private static readonly string[] NormParameters = ["weight", "bias", "running_mean", "running_var"];

    private readonly int _classCount;
    private int _parameter;
    private ImageShape _shape;

    // The shape of the image that was flattened last, if PyTorch has its values in another order; otherwise null.
    private ImageShape? _flattened;

    private ExchangeLayout(ImageShape input, int classCount)
    {
        _shape = input;
        _classCount = classCount;
    }

    /// <param name="layers">Layers that fit the images and classes.</param>
    /// <param name="input">The shape of an image.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="prefix">The beginning of every path; empty or with a dot at its end.</param>
    public static IReadOnlyList<ExchangeLayer> Of(IReadOnlyList<LayerSpec> layers, ImageShape input, int classCount, string prefix) =>
        new ExchangeLayout(input, classCount).Arrange(layers, prefix, isInner: false);

    /// <summary>The layers of every member; their paths begin with the member if there are several.</summary>
    public static IReadOnlyList<ExchangeLayer>[] Of(IReadOnlyList<Architecture> members, ImageShape input, int classCount) =>
        [.. members.Select((member, index) => Of(member.Layers, input, classCount, members.Count == 1 ? "" : $"members.{index}."))];

    private List<ExchangeLayer> Arrange(IReadOnlyList<LayerSpec> layers, string prefix, bool isInner)
    {
        // The last dense layer inside a residual has its outputs in the order of the residual's input, to which they are added.
        var lastDense = ArchitectureChecker.LastDense(layers);
        var order = isInner ? _flattened : null;
        var arranged = new List<ExchangeLayer>();
        for (var i = 0; i < layers.Count; i++)
        {
            var (layer, path, input) = (layers[i], $"{prefix}layers.{i}", _shape);
            var units = i == lastDense && !isInner ? _classCount : layer.Units ?? 0;
            IReadOnlyList<ExchangeTensor> tensors = layer.Type switch
            {
                LayerTypes.Conv2d => Convolution(layer, path),
                LayerTypes.DepthwiseConv2d => Depthwise(layer, path),
                LayerTypes.BatchNorm => BatchNorm(path),
                LayerTypes.Dense => Dense(path, units, i == lastDense ? order : null),
                _ => [],
            };
            IReadOnlyList<ExchangeLayer> inner =
                layer.Type == LayerTypes.Residual ? Arrange(layer.Layers!, $"{path}.", isInner: true) : [];
            switch (layer.Type)
            {
                case LayerTypes.MaxPool2d or LayerTypes.AvgPool2d:
                    _shape = layer.Window.Output(_shape, _shape.Channels);
                    break;
                case LayerTypes.GlobalAvgPool:
                    _shape = new ImageShape(1, 1, _shape.Channels);
                    break;
                case LayerTypes.Flatten:
                    _flattened = _shape.Channels > 1 && _shape.Height * _shape.Width > 1 ? _shape : null;
                    _shape = new ImageShape(1, 1, _shape.Size);
                    break;
            }

            arranged.Add(new ExchangeLayer(layer, path, input, tensors, inner));
        }

        return arranged;
    }

    // In Digits: [kernel row, kernel column, input channel, filter].
    private ExchangeTensor[] Convolution(LayerSpec layer, string path)
    {
        var (filters, kernel, channels) = (layer.Filters!.Value, layer.KernelSize!.Value, _shape.Channels);
        _shape = layer.Window.Output(_shape, filters);
        int[] shape = [filters, channels, kernel, kernel];
        return
        [
            new($"{path}.weight", _parameter++, shape, shape, [1, filters, kernel * channels * filters, channels * filters]),
            new($"{path}.bias", _parameter++, [filters], [filters], [1]),
        ];
    }

    // In Digits: [kernel row, kernel column, channel].
    private ExchangeTensor[] Depthwise(LayerSpec layer, string path)
    {
        var (kernel, channels) = (layer.KernelSize!.Value, _shape.Channels);
        _shape = layer.Window.Output(_shape, channels);
        int[] shape = [channels, 1, kernel, kernel];
        return
        [
            new($"{path}.weight", _parameter++, shape, shape, [1, 1, kernel * channels, channels]),
            new($"{path}.bias", _parameter++, [channels], [channels], [1]),
        ];
    }

    private ExchangeTensor[] BatchNorm(string path)
    {
        var (extents, strides) = Order(_flattened, _shape.Channels);
        return
        [
            .. NormParameters.Select(
                name => new ExchangeTensor($"{path}.{name}", _parameter++, [_shape.Channels], extents, strides)),
        ];
    }

    // In Digits: [unit, input].
    private ExchangeTensor[] Dense(string path, int units, ImageShape? outputOrder)
    {
        var inputs = _shape.Size;
        var (rows, rowStrides) = Order(outputOrder, units);
        var (columns, columnStrides) = Order(_flattened, inputs);
        _shape = new ImageShape(1, 1, units);
        _flattened = outputOrder;
        return
        [
            new(
                $"{path}.weight",
                _parameter++,
                [units, inputs],
                [.. rows, .. columns],
                [.. rowStrides.Select(stride => stride * inputs), .. columnStrides]),
            new($"{path}.bias", _parameter++, [units], rows, rowStrides),
        ];
    }

    private static (int[] Extents, int[] Strides) Order(ImageShape? flattened, int count) => flattened is { } picture
        ? ([picture.Channels, picture.Height, picture.Width], [1, picture.Width * picture.Channels, picture.Channels])
        : ([count], [1]);
}

/// <summary>A layer with its path in the network and its parameters.</summary>
/// <param name="Spec">The layer.</param>
/// <param name="Path">Its path, for example <c>layers.3.layers.0</c> for the first layer inside a residual.</param>
/// <param name="Input">The shape of its input.</param>
/// <param name="Tensors">Its parameters in the order of <see cref="WeightSet"/>.</param>
/// <param name="Inner">A residual's layers.</param>
internal sealed record ExchangeLayer(
    LayerSpec Spec, string Path, ImageShape Input, IReadOnlyList<ExchangeTensor> Tensors, IReadOnlyList<ExchangeLayer> Inner)
{
    /// <summary>Its parameters and those of its inner layers, depth first.</summary>
    public IEnumerable<ExchangeTensor> AllTensors => Tensors.Concat(Inner.SelectMany(layer => layer.AllTensors));
}
